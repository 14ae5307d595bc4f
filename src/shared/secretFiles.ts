// Files that hold secrets, told by their names: what is in them is sent to no model without a question.

/** Names, matched whole and without regard to case. */
const names: readonly RegExp[] = [
  // Environments: .env, .env.local, prod.env, .envrc, .dev.vars.
  /^\.env(?:rc|[._~-].*)?$/,
  /^[^.].*\.env$/,
  /^\.dev\.vars(?:\..*)?$/,
  // Private keys and stores of keys.
  /^id_[\w-]+(?:\.(?:key|pem|old|bak|backup|txt))?~?$/,
  /\.(?:pem|key|p12|pfx|p8|pk8|ppk|jks|keystore|kdbx?|asc|gpg|age|ovpn)(?:\.(?:old|bak|backup|txt)|~)?$/,
  // Logins of tools.
  /^(?:\.npmrc|\.yarnrc|\.yarnrc\.yml|\.pypirc|\.gemrc|\.netrc|_netrc|\.pgpass|\.my\.cnf|\.s3cfg|\.boto|\.htpasswd|\.dockercfg)$/,
  /^(?:\.git-credentials|\.vault-token|\.terraformrc|terraform\.rc|\.?kubeconfig(?:\.ya?ml)?|rclone\.conf|wp-config\.php|\.rediscli_auth|shadow|gshadow)$/,
  // Secrets by their own account, and what infrastructure keeps of them.
  /^\.?(?:credentials?|secrets?|passwords?|passwd|tokens?|private[-_.]?keys?|api[-_.]?keys?)(?:\.(?:json5?|ya?ml|toml|ini|cfg|conf|properties|txt|csv|xml|env|enc))?$/,
  /firebase-adminsdk.*\.json$/,
  /^(?:client[-_]secret|service[-_]?account|application_default_credentials|auth(?![a-z])|local\.settings|secrets?\.[\w-]+).*\.json$/,
  /\.tfvars(?:\.json)?$/,
  /\.tfstate(?:\.backup)?$/,
];

/** Everything in these folders. */
const folders: readonly RegExp[] = [
  /^\.(?:ssh|aws|azure|gnupg|kube|docker|password-store)$/,
  /^(?:gcloud|secrets|\.secrets)$/,
];

/** What is meant to be shared says so. */
const shared = /\.(?:example|sample|template|dist)(?:\.|$)|\.pub$/;

/** `path`: of a file, with either kind of slash. */
export function looksSecret(path: string): boolean {
  const parts = path.toLowerCase().split(/[\\/]+/);
  const name = parts.pop() ?? '';
  if (shared.test(name)) {
    return false;
  }
  return names.some((pattern) => pattern.test(name)) || parts.some((part) => folders.some((one) => one.test(part)));
}
