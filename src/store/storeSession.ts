// All that the store does, inside its worker: chats here, imports and the ledger in the classes that this one extends.
import type { KeptDraft, OpenChat } from '../shared/draft.ts';
import type {
  ChatHead,
  ChatSummary,
  ChatTree,
  ListRequest,
  MessageToSave,
  SearchHit,
  SearchRequest,
} from '../shared/history.ts';
import { textOf, type PartDelta } from '../shared/parts.ts';
import { emptyOutbox, isOutboxEmpty, type ChatOutbox, type ClaimedOutbox } from '../shared/outbox.ts';
import * as chats from './chatTable.ts';
import type { Database } from './database.ts';
import * as drafts from './draftTable.ts';
import { ImportSession } from './importSession.ts';
import * as messages from './messageTable.ts';
import { claimOutbox, hasOthersOutbox, putOutbox, removeSent, type OutboxPlace } from './outboxTable.ts';
import { searchChats } from './search.ts';
import type { StoreMethods } from './storeMethods.ts';
import { removeTrash } from './trees.ts';

export class StoreSession extends ImportSession implements StoreMethods {
  saveMessages(chat: ChatHead, saved: readonly MessageToSave[]): void {
    this.write((database, revision) => {
      chats.saveChat(database, chat, revision);
      for (const { message, place } of saved) {
        const isNew = !messages.hasMessage(database, message.id);
        const parentId = place === 'next' ? chats.leafOf(database, chat.id) : place.after;
        const owner = this.options.windowId;
        messages.putMessage(database, message, { chatId: chat.id, parentId, createdAt: Date.now(), owner });
        if (isNew || place !== 'next') {
          // What others have put behind a message that comes back comes with it.
          const leafId = isNew ? message.id : messages.newestBelow(database, message.id);
          chats.setLeaf(database, chat.id, leafId, revision);
        }
        if (isNew && message.role === 'user') {
          // A chat that goes on is no waste, whichever window has put it there.
          chats.setDeleted(database, chat.id, false, revision);
          drafts.emptySentDraft(database, chat.id, textOf(message.parts));
          removeSent(database, chat.id, message.id);
        }
      }
      chats.touchChat(database, chat.id, revision);
      chats.sumCosts(database, chat.id, revision);
      this.noteWindow(database);
    });
  }

  growAnswer(messageId: string, deltas: readonly PartDelta[]): void {
    this.write((database, revision) => {
      deltas.forEach((delta) => messages.addPiece(database, messageId, delta));
      const chatId = messages.chatOf(database, messageId);
      if (chatId !== undefined) {
        chats.bumpChat(database, chatId, revision);
      }
      this.noteWindow(database);
    });
  }

  findInterrupted(workspaceId: string | undefined): string | undefined {
    return this.use((database) =>
      messages.listGrowing(database, workspaceId).find(({ owner }) => !this.isAlive(database, owner)),
    )?.chatId;
  }

  readTree(chatId: string): ChatTree | undefined {
    return this.use((database) => {
      const summary = chats.readSummary(database, chatId);
      return (
        summary && {
          summary,
          messages: messages.readMessages(database, chatId, (owner) => this.isAlive(database, owner)),
          leafId: chats.leafOf(database, chatId),
        }
      );
    });
  }

  listChats(request: ListRequest): readonly ChatSummary[] {
    return this.use((database) => chats.listChats(database, request));
  }

  searchChats(request: SearchRequest): readonly SearchHit[] {
    return this.use((database) => searchChats(database, request));
  }

  renameChat(chatId: string, title: string): void {
    this.write((database, revision) => chats.renameChat(database, chatId, title, revision));
  }

  pinChat(chatId: string, isPinned: boolean): void {
    this.write((database, revision) => chats.pinChat(database, chatId, isPinned, revision));
  }

  deleteChat(chatId: string): void {
    this.write((database, revision) => chats.setDeleted(database, chatId, true, revision));
  }

  restoreChat(chatId: string): void {
    this.write((database, revision) => chats.setDeleted(database, chatId, false, revision));
  }

  emptyTrash(): void {
    this.write((database) => removeTrash(database));
  }

  listChatIds(): readonly string[] {
    return this.use((database) => chats.listChatIds(database));
  }

  saveDrafts(workspaceId: string, saved: readonly KeptDraft[], openChat: OpenChat): void {
    this.write((database) => {
      for (const draft of saved) {
        drafts.putDraft(database, workspaceId, draft);
      }
      drafts.forgetOldDrafts(database, workspaceId);
      drafts.putOpenChat(database, workspaceId, openChat);
    });
  }

  readDrafts(workspaceId: string, chatIds: readonly string[]): readonly KeptDraft[] {
    return this.use((database) => chatIds.flatMap((chatId) => drafts.readDraft(database, workspaceId, chatId) ?? []));
  }

  saveOutbox(workspaceId: string, chatId: string, outbox: ChatOutbox): void {
    this.write((database) => {
      const isHeld = putOutbox(database, { workspaceId, chatId }, this.options.windowId, outbox);
      this.#noteHeld(database, { workspaceId, chatId }, isHeld);
    });
  }

  claimOutbox(workspaceId: string, chatId: string): ClaimedOutbox {
    const place = { workspaceId, chatId };
    const { windowId } = this.options;
    if (!this.use((database) => hasOthersOutbox(database, place, windowId))) {
      return { outbox: emptyOutbox, isHeldElsewhere: false };
    }
    return this.write((database) => {
      const claimed = claimOutbox(database, place, windowId, (owner) => this.isAlive(database, owner));
      if (!isOutboxEmpty(claimed.outbox)) {
        this.#noteHeld(database, place, true);
      }
      return claimed;
    });
  }

  noteOpenChat(workspaceId: string, chatId: string): void {
    const last = this.readOpenChat(workspaceId);
    if (last?.chatId !== chatId) {
      // The panel's clock may be another's, and ahead of ours.
      const openedAt = Math.max(Date.now(), (last?.openedAt ?? 0) + 1);
      this.write((database) => drafts.putOpenChat(database, workspaceId, { chatId, openedAt }));
    }
  }

  readOpenChat(workspaceId: string): OpenChat | undefined {
    return this.use((database) => drafts.readOpenChat(database, workspaceId));
  }

  #noteHeld(database: Database, { workspaceId, chatId }: OutboxPlace, isHeld: boolean): void {
    const key = `${chatId}\n${workspaceId}`;
    if (isHeld) {
      this.outboxes.add(key);
      this.noteWindow(database);
    } else {
      this.outboxes.delete(key);
    }
  }
}
