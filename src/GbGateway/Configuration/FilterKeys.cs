using GbGateway.Offenders;
using GbGateway.Policies;

namespace GbGateway.Configuration;

/// <summary>The keys of what stands around the keyword filter: a fetched library, escalations, offenders. Part of <see cref="ConfigurationKeys.All"/>.</summary>
public static class FilterKeys
{
    public static readonly ConfigurationKey Url = new("Keywords:Url", KeyType.Text, null,
        "Where the keyword library is fetched from, in place of `Keywords:Folder`: one CSV, TSV, YAML or text file, or a ZIP of the folder. It is asked for every `Keywords:FetchInterval` by its ETag, and taken only with a signature of `Keywords:PublicKeyFile` over its bytes at the same address plus `.sig` (DER or its base64, as `openssl dgst -sha256 -sign` writes).",
        "从该地址获取词库（代替 `Keywords:Folder`）：单个 CSV/TSV/YAML/文本文件或目录的 ZIP；按 `Keywords:FetchInterval` 以 ETag 查询，且须在同一地址加 `.sig` 处有 `Keywords:PublicKeyFile` 对应私钥的签名（DER 或其 base64）。")
    { Clause = "T-kw-2", Check = static value => FindAddressMistake(value) };

    public static readonly ConfigurationKey PublicKeyFile = new("Keywords:PublicKeyFile", KeyType.Text, null,
        "The PEM public key (ECDSA P-256 or SM2) that a fetched library's signature is checked with.", "校验所获取词库签名的 PEM 公钥（ECDSA P-256 或 SM2）。")
    { Check = LibraryKey.FindMistake };

    public static readonly ConfigurationKey Cache = new("Keywords:Cache", KeyType.Text, null,
        "The folder where the last good fetched library is kept: a start finds it without the network.", "保存最近一次有效词库的目录，断网时也可据此启动。");

    public static readonly ConfigurationKey FetchInterval = new("Keywords:FetchInterval", KeyType.Duration, "00:05:00",
        "How often the library's server is asked.", "查询词库服务器的间隔。") { Unit = "hh:mm:ss", Least = 1, Most = 7 * 86_400, Clause = "T-kw-2" };

    public static readonly ConfigurationKey KeepAlive = new("Keywords:KeepAlive", KeyType.Duration, "00:00:15",
        "After how long a silent upstream an event stream with text held back gets a comment line, so that nothing in between gives it up; 0 for never.",
        "流中有暂扣文本且上游静默超过该时长时发送一行 SSE 注释，避免中间设备断开；0 表示不发送。") { Unit = "hh:mm:ss", Least = 0, Most = 3_600 };

    public static readonly ConfigurationKey Webhook = new("Escalation:Webhook", KeyType.Text, null,
        "Where hits with the action `Escalate` are posted, beside the path: rule ids, risks, route, tenant, ProduceID and time, never the text. Without it they are only noted.",
        "`Escalate` 命中的通知地址（不在请求路径上）：规则编号、风险、路由、租户、ProduceID 与时间，不含原文；不填则仅记录。")
    { Check = static value => FindAddressMistake(value) };

    public static readonly ConfigurationKey WebhookSecret = new("Escalation:SecretFile", KeyType.Text, null,
        "A file whose first line, at least 32 characters, is the secret of the header `X-GbGateway-Signature`: `t=SECONDS,v1=` and the HMAC-SHA256 of the seconds, a dot and the body.",
        "文件首行（至少 32 个字符）为 `X-GbGateway-Signature` 的密钥：`t=秒,v1=`，后接对“秒.正文”的 HMAC-SHA256。") { Check = SecretFile.FindMistake };

    public static readonly ConfigurationKey WebhookQueue = new("Escalation:Queue", KeyType.Integer, "1000",
        "Notices that may wait; more are dropped and counted.", "等待发送的通知上限，超出即丢弃并计数。") { Unit = "notices", Least = 1, Most = 1_000_000 };

    public static readonly ConfigurationKey WebhookTimeout = new("Escalation:Timeout", KeyType.Duration, "00:00:05",
        "How long one attempt may take; there are seven.", "单次发送的超时时间，最多尝试七次。") { Unit = "hh:mm:ss", Least = 1, Most = 300 };

    public static readonly ConfigurationKey OffenderStore = new("Offenders:Store", KeyType.Choice, nameof(OffenderStoreKind.Memory),
        "Where the records of users with harmful prompts are kept; several nodes need a shared one.", "违规用户记录的存放处；多节点部署须用共享存储。")
    { Allowed = Enum.GetNames<OffenderStoreKind>(), Clause = "T-in-1" };

    public static readonly ConfigurationKey OffenderConnection = new("Offenders:ConnectionFile", KeyType.Text, null,
        "A file whose first line is the connection string of PostgreSQL or Redis.", "文件首行为 PostgreSQL 或 Redis 的连接串。")
    { Check = static value => File.Exists(value) ? null : "there is no such file" };

    public static readonly ConfigurationKey OffenderRow = new("Offenders:InARow", KeyType.Integer, "3",
        "Harmful prompts in a row that suspend a user.", "连续多少次违规输入后暂停服务。") { Least = 1, Most = 1000, Clause = "T-in-1" };

    public static readonly ConfigurationKey OffenderDay = new("Offenders:InADay", KeyType.Integer, "5",
        "Harmful prompts in a day (of Beijing) that suspend a user.", "一日（北京时间）内多少次违规输入后暂停服务。") { Least = 1, Most = 10_000, Clause = "T-in-1" };

    public static readonly ConfigurationKey Suspension = new("Offenders:Suspension", KeyType.Duration, "1.00:00:00",
        "How long a suspended user is refused.", "暂停服务的时长。") { Unit = "d.hh:mm:ss", Least = 1, Most = 366 * 86_400, Clause = "T-in-1" };

    public static readonly ConfigurationKey OffenderMost = new("Offenders:MaxUsers", KeyType.Integer, "100000",
        "Most users with harmful prompts kept in memory, about 250 bytes each; the oldest goes first.", "内存中保留的违规用户上限（每个约 250 字节），最旧者先移除。")
    { Unit = "users", Least = 100, Most = 10_000_000 };

    public static readonly ConfigurationKey SuspendOffenders = new("SuspendOffenders", KeyType.Switch, "false",
        "Whether users whose prompts are blocked again and again are refused for a while, by 403 `user_suspended` before the upstream is asked. A user is who `UserHeader` or the request's `user`, `safety_identifier` or `metadata.user_id` names, else the tenant as a whole.",
        "是否对多次违规输入的用户暂停服务：转发前返回 403 `user_suspended`。用户取自 `UserHeader` 或请求中的 `user`、`safety_identifier`、`metadata.user_id`，否则为整个租户。")
    { PerRoute = true, Reloads = true, Clause = "T-in-1" };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Url, PublicKeyFile, Cache, FetchInterval, KeepAlive, Webhook, WebhookSecret, WebhookQueue, WebhookTimeout,
        OffenderStore, OffenderConnection, OffenderRow, OffenderDay, Suspension, OffenderMost, SuspendOffenders,
    ];

    /// <summary>Finds what is wrong between keys.</summary>
    internal static void FindMistakes(KeyReader keys, List<string> mistakes)
    {
        Needs(keys, Webhook, WebhookSecret, mistakes);
        Needs(keys, Url, PublicKeyFile, mistakes);
        Needs(keys, Url, Cache, mistakes);
        if (keys.Text(Url) is not null && keys.Text(ConfigurationKeys.KeywordsFolder) is { Length: > 0 })
        {
            mistakes.Add($"{Full(Url)} and {Full(ConfigurationKeys.KeywordsFolder)} are both set: say where the keyword library is in one place");
        }
        if (keys.Text(OffenderStore) is { } store && !store.Equals(nameof(OffenderStoreKind.Memory), StringComparison.OrdinalIgnoreCase) && keys.Text(OffenderConnection) is null)
        {
            mistakes.Add($"{Full(OffenderStore)} = \"{store}\" needs {Full(OffenderConnection)}");
        }
        else if (keys.Text(OffenderConnection) is { } file && File.Exists(file) && Enum.TryParse(keys.Text(OffenderStore), ignoreCase: true, out OffenderStoreKind kind)
            && OffenderStores.FindMistake(kind, File.ReadLines(file).FirstOrDefault() ?? "") is { } mistake)
        {
            mistakes.Add($"{Full(OffenderConnection)} = \"{file}\": {mistake}");
        }
    }

    private static void Needs(KeyReader keys, ConfigurationKey one, ConfigurationKey other, List<string> mistakes)
    {
        if (keys.Text(one) is not null && keys.Text(other) is null)
        {
            mistakes.Add($"{Full(one)} needs {Full(other)}. {other.English}");
        }
    }

    private static string Full(ConfigurationKey key) => $"{ConfigurationKeys.Section}:{key.Path}";

    private static string? FindAddressMistake(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? null
            : "allowed: an absolute https address (http for this machine only), without user information";
}
