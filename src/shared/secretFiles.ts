// Recognises files that hold secrets by their names. Their contents are sent to no model before the user was asked.

/** Patterns of names in lower case. */
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
  // Files that are named for their secrets, and secrets of infrastructure tools.
  /^\.?(?:credentials?|secrets?|passwords?|passwd|tokens?|private[-_.]?keys?|api[-_.]?keys?)(?:\.(?:json5?|ya?ml|toml|ini|cfg|conf|properties|txt|csv|xml|env|enc))?$/,
  /firebase-adminsdk.*\.json$/,
  /^(?:client[-_]secret|service[-_]?account|application_default_credentials|auth(?![a-z])|local\.settings|secrets?\.[\w-]+).*\.json$/,
  /\.tfvars(?:\.json)?$/,
  /\.tfstate(?:\.backup)?$/,
];

/** Folders in which every file counts. */
const folders: readonly RegExp[] = [
  /^\.(?:ssh|aws|azure|gnupg|kube|docker|password-store)$/,
  /^(?:gcloud|secrets|\.secrets)$/,
];

/** Marks of files that are meant to be shared. */
const shared = /\.(?:example|sample|template|dist)(?:\.|$)|\.pub$/;

/** `path` is the path of a file, with slashes of either kind. */
export function looksSecret(path: string): boolean {
  const parts = path.toLowerCase().split(/[\\/]+/);
  const name = parts.pop() ?? '';
  if (shared.test(name)) {
    return false;
  }
  return names.some((pattern) => pattern.test(name)) || parts.some((part) => folders.some((one) => one.test(part)));
}
