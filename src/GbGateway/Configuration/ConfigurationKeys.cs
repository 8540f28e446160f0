using GbGateway.Content;
using GbGateway.Content.Links;
using GbGateway.Policies;
using GbGateway.Labels;
using GbGateway.Labels.Explicit;
using GbGateway.Labels.Text;
using GbGateway.Ledger.Records;
using GbGateway.Ledger.Signing;
using GbGateway.Ledger.Sinks;
using GbGateway.Ledger.Writing;

namespace GbGateway.Configuration;

/// <summary>Every key under <c>GbGateway</c>. Reading, checking, <c>config/README.md</c> and the JSON schema are all made from this table.</summary>
public static class ConfigurationKeys
{
    /// <summary>The section of the configuration that is ours.</summary>
    public const string Section = "GbGateway";

    private const long Mebi = 1 << 20;

    public static readonly ConfigurationKey Upstream = new("Upstream", KeyType.Address, null,
        "Where every request goes: one route named `default`. Leave it out when the `ReverseProxy` section has routes of its own.",
        "所有请求转发到的上游地址，对应名为 `default` 的唯一路由；`ReverseProxy` 节自带路由时不填。") { Reloads = true };

    public static readonly ConfigurationKey Urls = new("Urls", KeyType.Addresses, "http://127.0.0.1:8080",
        "Addresses the gateway listens on.", "网关监听地址。");

    public static readonly ConfigurationKey Http2Urls = new("Http2Urls", KeyType.Addresses, "",
        "Further addresses that speak HTTP/2 with prior knowledge (h2c) only. Https addresses of `Urls` negotiate HTTP/2 by themselves.",
        "仅使用 HTTP/2 明文（h2c，先验知识）的附加监听地址；`Urls` 中的 https 地址会自动协商 HTTP/2。");

    public static readonly ConfigurationKey Admin = new("Admin", KeyType.Addresses, "http://127.0.0.1:9464",
        "Addresses of the admin listener: `/metrics`, `/healthz`, `/readyz`, `POST /verify`. Never reachable through `Urls`.",
        "管理监听地址（`/metrics`、`/healthz`、`/readyz`、`POST /verify`），与业务端口完全隔离。");

    public static readonly ConfigurationKey AdminSecretFile = new("AdminSecretFile", KeyType.Text, null,
        "A file (mode 0400) of bearer secrets, a line each, that guards `POST /verify`; read anew at each request. Without it that endpoint answers only where every `Admin` address is a loopback address. `/metrics`, `/healthz` and `/readyz` are never guarded.",
        "保护 `POST /verify` 的 Bearer 密钥文件（权限 0400，每行一个，每次请求重新读取）；未设置时，仅当所有 `Admin` 地址均为回环地址才可用。`/metrics`、`/healthz`、`/readyz` 不受此限。")
    { Check = SecretFile.FindMistake };

    public static readonly ConfigurationKey VerifyMaxBytes = new("Verify:MaxBytes", KeyType.Integer, $"{64 * Mebi}",
        "Longest file that `POST /verify` takes.", "`POST /verify` 接受的文件最大字节数。") { Unit = "bytes", Least = 1024, Most = 512 * Mebi };

    public static readonly ConfigurationKey VerifyConcurrency = new("Verify:Concurrency", KeyType.Integer, "2",
        "Files that `POST /verify` takes at a time; further ones are answered by 503 and `Retry-After`. Memory: this times `Verify:MaxBytes`.",
        "`POST /verify` 同时处理的文件数，超出返回 503 与 `Retry-After`；内存上限为此值乘以 `Verify:MaxBytes`。") { Unit = "files", Least = 1, Most = 64 };

    public static readonly ConfigurationKey ContentPropagator = new("Propagator:ContentPropagator", KeyType.Text, null,
        "Who propagates, where that is not the code of `Producer:ContentProducer`: on routes whose `Role` is `Propagator`, and in the labels of uploads.",
        "传播服务提供者的编码或名称（与 `Producer:ContentProducer` 不同时填写）：用于 `Role` 为 `Propagator` 的路由及上传文件的标识。")
    { Reloads = true, Clause = "GB-6.1-a, MEA-6", Check = FindProducerMistake };

    public static readonly ConfigurationKey MaxUploadBytes = new("Limits:MaxUploadBytes", KeyType.Integer, $"{64 * Mebi}",
        "Longest request on a route whose `Uploads` is not `Off`; it is kept whole while its files are judged. A longer one is answered by 413.",
        "`Uploads` 不为 `Off` 的路由的请求最大字节数（判定期间整体保存在内存中），超出返回 413。") { Reloads = true, Unit = "bytes", Least = 1024, Most = 1024 * Mebi };

    public static readonly ConfigurationKey SigningKeyFile = new("Integrity:SigningKeyFile", KeyType.Text, null,
        "A file (mode 0400 or 0600) with the private SM2 key in PEM that signs implicit labels: SM3withSM2 in `ReservedCode1`. A new key in the file is taken over within five seconds. Signing takes about a third of a millisecond of a processor for each answer that is labelled; without this key nothing is signed.",
        "对隐式标识签名的 SM2 私钥文件（PEM，权限 0400 或 0600）：SM3withSM2 签名写入 `ReservedCode1`。文件中更换的密钥在五秒内生效。每个加标识的回答约耗 0.3 毫秒 CPU；不设则不签名。")
    { Clause = "PG-202511A, GB-E-f", Check = SigningKeyWatch.FindMistake };

    public static readonly ConfigurationKey PinnedKeys = new("Integrity:PinnedKeys", KeyType.Text, null,
        "Files of public SM2 keys (PEM), separated by semicolons: a label signed by one of them proves who signed. Keep keys of before here when the signing key changes.",
        "SM2 公钥文件（PEM，分号分隔）：由其中密钥签名的标识可证明签名者；更换签名密钥时请保留旧公钥。") { Clause = "PG-202511A", Check = PinnedKeyFiles.FindMistake };

    public static readonly ConfigurationKey ContentProducer = new("Producer:ContentProducer", KeyType.Text, null,
        "Who serves the content to the public: the 27-character provider code, or a name of the characters that GB-E-j allows (no space, quote, backslash, Chinese). A value that looks like a code must be a right one.",
        "生成合成服务提供者：27 位服务提供者编码，或仅含 GB-E-j 允许字符的名称（不含空格、引号、反斜杠和汉字）；形似编码的值必须是正确的编码。")
    { Required = true, Reloads = true, Clause = "GB-6.1-a, GB-E-j", Check = FindProducerMistake };

    public static readonly ConfigurationKey MaxBodyBytes = new("Limits:MaxBodyBytes", KeyType.Integer, $"{BodyLimits.Default.MaxBodyBytes}",
        "Most bytes of an answer that are kept to label it; one that needs more is refused. An exchange needs about three times as much memory at most. Pictures labelled while they arrive (PNG, JPEG) are kept only as far as their label's rows.",
        "为添加标识而缓存的响应最大字节数，超出即拒绝；单次交换内存上限约为其三倍。边接收边加标识的图片（PNG、JPEG）只缓存到标识所在的行。") { Reloads = true, Unit = "bytes", Least = 1024, Most = 1024 * Mebi };

    public static readonly ConfigurationKey MaxEventBytes = new("Limits:MaxEventBytes", KeyType.Integer, $"{BodyLimits.Default.MaxEventBytes}",
        "Longest streamed event or line; a longer one breaks the stream. A picture that is labelled while it arrives does not count.",
        "流式事件或行的最大字节数，超出则中断该流；边接收边加标识的图片不计入。") { Reloads = true, Unit = "bytes", Least = 1024, Most = 1024 * Mebi };

    public static readonly ConfigurationKey MaxDepth = new("Limits:MaxDepth", KeyType.Integer, $"{BodyLimits.Default.MaxDepth}",
        "Deepest nesting of JSON in an answer.", "响应 JSON 的最大嵌套层数。") { Reloads = true, Unit = "levels", Least = 8, Most = 1000 };

    public static readonly ConfigurationKey MaxInspectedRequestBytes = new("Limits:MaxInspectedRequestBytes", KeyType.Integer, $"{8 * Mebi}",
        "Longest JSON request of a known API that is read before it is forwarded, to learn whether its answer is machine-readable. Longer ones are forwarded unread.",
        "转发前读取并分析的请求 JSON 最大字节数（用于判断回答是否为机器可读格式）；更长的请求不读取、直接转发。") { Reloads = true, Unit = "bytes", Least = 0, Most = 1024 * Mebi };

    public static readonly ConfigurationKey MaxRequestBodyBytes = new("Limits:MaxRequestBodyBytes", KeyType.Integer, $"{256 * Mebi}",
        "Longest request body; a longer one is answered by 413. Prompts with pictures are long.", "请求体最大字节数，超出返回 413；带图片的提示词可能很长。")
    { Unit = "bytes", Least = 1024, Most = 64 * 1024 * Mebi };

    public static readonly ConfigurationKey MaxPictureBytes = new("Limits:MaxPictureBytes", KeyType.Integer, $"{MediaLimits.Default.MaxBytes}",
        "Longest media file that is labelled.", "可加标识的媒体文件最大字节数。") { Reloads = true, Unit = "bytes", Least = 1024, Most = 1024 * Mebi };

    public static readonly ConfigurationKey MaxPicturePixels = new("Limits:MaxPicturePixels", KeyType.Integer, $"{MediaLimits.Default.MaxPixels}",
        "Most pixels of a picture (width times height times frames), told by its header before any work.",
        "单张图片的最大像素数（宽×高×帧数），解码前由文件头判断。") { Reloads = true, Unit = "pixels", Least = 1024, Most = 4_000_000_000 };

    public static readonly ConfigurationKey MaxPictureFrames = new("Limits:MaxPictureFrames", KeyType.Integer, $"{MediaLimits.Default.MaxFrames}",
        "Most frames of an animation.", "动图最大帧数。") { Reloads = true, Unit = "frames", Least = 1, Most = 100_000 };

    public static readonly ConfigurationKey MaxPixelsInFlight = new("Limits:MaxPixelsInFlight", KeyType.Integer, "200000000",
        "Pixels being labelled at one time over all exchanges; further pictures wait in order. A decoded pixel takes about 4 bytes, several times on the decode-encode path.",
        "全局同时处理的像素总数，超出的图片按序等待；每像素约占 4 字节（解码重编码路径为数倍）。") { Unit = "pixels", Least = 1_000_000, Most = 64_000_000_000 };

    public static readonly ConfigurationKey ActivityTimeout = new("Timeouts:Activity", KeyType.Duration, "00:10:00",
        "How long an exchange may be silent before it is given up: models think long. Applies to every cluster without an `HttpRequest:ActivityTimeout` of its own.",
        "一次交换无数据往来的最长时间，超时即放弃；未自设 `HttpRequest:ActivityTimeout` 的集群均用此值。") { Reloads = true, Unit = "hh:mm:ss", Least = 1, Most = 86_400 };

    public static readonly ConfigurationKey Grace = new("Shutdown:Grace", KeyType.Duration, "00:00:30",
        "How long running answers may go on after SIGTERM. Then each gets its label and an error event and is broken.",
        "收到 SIGTERM 后正在进行的回答可继续的时长；到期时补写标识和错误事件并中断。") { Unit = "hh:mm:ss", Least = 0, Most = 86_400 };

    public static readonly ConfigurationKey ReadinessDelay = new("Shutdown:ReadinessDelay", KeyType.Duration, "00:00:00",
        "How long `/readyz` says no before the listener closes, so that load balancers look away first.",
        "关闭监听前 `/readyz` 先返回未就绪的时长，便于负载均衡摘除流量。") { Unit = "hh:mm:ss", Least = 0, Most = 3_600 };

    public static readonly ConfigurationKey KeywordsFolder = new("Keywords:Folder", KeyType.Text, null,
        "The folder of the keyword library: CSV, TSV, YAML and plain lists, sub-folders as layers in the order of their names. Leave it out to filter nothing. The folder is watched: changes are compiled off the path and swapped in whole; a folder without a single entry keeps the last good library.",
        "关键词库目录：CSV、TSV、YAML 或纯文本列表，子目录按名称顺序为各层；不填则不过滤。目录持续监视，变更在请求路径之外编译并整体切换；无任何词条时保留上一版。")
    { Clause = "T-kw-1", Check = static value => Directory.Exists(value) ? null : "there is no such folder" };

    public static readonly ConfigurationKey KeywordsInterval = new("Keywords:Interval", KeyType.Duration, "00:00:05",
        "How often the keyword folder is looked at. A change is taken over once it has stood still for one interval, so that half-written files are not.",
        "检查关键词库目录的间隔；变更静止满一个间隔后才生效，避免读到写了一半的文件。") { Unit = "hh:mm:ss", Least = 1, Most = 86_400 };

    public static readonly ConfigurationKey LedgerFolder = new("Ledger:Folder", KeyType.Text, "ledger",
        "The ledger's folder on this machine: the SQLite file or the JSON lines, the spool, exported checkpoints, keys that were not given. It has to outlive the process: in a container, a volume. One gateway a folder.",
        "账本在本机的目录：SQLite 文件或 JSON 行、缓冲文件、导出的检查点及未另行指定的密钥。须比进程长寿（容器中应挂载卷）；每个网关一个目录。")
    { Clause = "T-log", Check = static value => value.Length > 0 ? null : "a folder" };

    public static readonly ConfigurationKey LedgerSink = new("Ledger:Sink", KeyType.Choice, "sqlite",
        "Where records are kept: one SQLite file, PostgreSQL for several gateways, Kafka for the scale beyond, JSON lines.",
        "记录保存在哪里：单个 SQLite 文件、供多网关共用的 PostgreSQL、更大规模的 Kafka、JSON 行。")
    { Allowed = [.. LedgerSinks.All.Select(static kind => kind.Name)] };

    public static readonly ConfigurationKey LedgerConnection = new("Ledger:Connection", KeyType.Text, null,
        "PostgreSQL: the connection string (the password by `Passfile=`, a mounted file). Kafka: the bootstrap servers.",
        "PostgreSQL 连接串（密码用 `Passfile=` 指向挂载文件）；Kafka 为引导服务器列表。");

    public static readonly ConfigurationKey LedgerTopic = new("Ledger:Topic", KeyType.Text, "gbgateway-ledger", "Kafka's topic.", "Kafka 主题。");

    public static readonly ConfigurationKey LedgerChain = new("Ledger:Chain", KeyType.Text, "gateway",
        "The chain's name. Gateways that share a database or a topic each need one of their own, and keep it over restarts.",
        "链的名称；共用数据库或主题的网关须各有其名，重启后保持不变。")
    { Check = static value => value.Length is > 0 and <= 200 ? null : "1 to 200 characters" };

    public static readonly ConfigurationKey LedgerKeyFile = new("Ledger:KeyFile", KeyType.Text, null,
        "The private key that signs checkpoints: PEM, ECDSA P-256 or SM2, readable by its owner only (0400). Without it the folder gets a key of its own, which whoever can write there can use.",
        "签署检查点的私钥文件：PEM，ECDSA P-256 或 SM2，仅属主可读（0400）。不设则在目录中自动生成，但能写该目录者即可使用。")
    { Check = static value => KeyMistake(static path => KeyFile.ReadSigningKey(path), value) };

    public static readonly ConfigurationKey LedgerTrustedKeys = new("Ledger:TrustedKeys", KeyType.Text, null,
        "Files of public keys that signed before, with `;` between; the folder keeps those it has seen itself.",
        "此前签名所用公钥文件，以 `;` 分隔；目录会自行保存其用过的公钥。")
    { Check = static value => KeyMistake(static path => KeyFile.ReadVerifyingKey(path), value) };

    public static readonly ConfigurationKey LedgerHash = new("Ledger:Hash", KeyType.Choice, nameof(LedgerHashAlgorithm.Sha256),
        "The hash that chains records; digests of content are SHA-256 always. It may change from one start to the next.",
        "串链所用哈希（内容摘要始终为 SHA-256）；可在两次启动之间更换。") { Allowed = Enum.GetNames<LedgerHashAlgorithm>() };

    public static readonly ConfigurationKey LedgerSegmentEntries = new("Ledger:SegmentEntries", KeyType.Integer, "100000",
        "Most records of a segment, the unit of deletion; it also ends after a day.", "每段最多记录数（段为删除单位，满一天亦结束）。")
    { Unit = "records", Least = 1000, Most = 10_000_000 };

    public static readonly ConfigurationKey LedgerRetentionDays = new("Ledger:RetentionDays", KeyType.Integer, null,
        "After how many days whole segments are deleted, with a signed tombstone. Without it nothing is ever deleted. Kafka deletes by its topic's own retention.ms.",
        "整段记录保留多少天后删除并留下签名凭证；不设则永不删除。Kafka 按主题自身的 retention.ms 删除。")
    { Unit = "days", Least = LedgerRetention.MinimumDays, Most = 36_500, Clause = "T-log, MEA-9" };

    public static readonly ConfigurationKey LedgerSpoolBytes = new("Ledger:SpoolBytes", KeyType.Integer, $"{64 * Mebi}",
        "Longest spool, the file that takes records while the sink is down; 64 MiB hold some 100,000 items. When it is full, answers are refused by 503.",
        "缓冲文件上限，存储不可用时暂存记录；64 MiB 约可容 10 万项。写满后返回 503。") { Unit = "bytes", Least = Mebi, Most = 1024 * 1024 * Mebi };

    public static readonly ConfigurationKey LedgerTimeout = new("Ledger:Timeout", KeyType.Duration, "00:00:05",
        "How long an answer waits for its record to be durable; then it is refused by 503.", "回答等待其记录落盘的最长时间，超时返回 503。")
    { Unit = "hh:mm:ss", Least = 1, Most = 60 };

    public static readonly ConfigurationKey GrantKeys = new("Grants:Keys", KeyType.Text, null,
        "Files of the public keys that sign grants, with `;` between; `gbgateway grant key` makes a pair.",
        "签发授权所用公钥文件，以 `;` 分隔；`gbgateway grant key` 生成密钥对。")
    { Clause = "MEA-9", Check = static value => KeyMistake(static path => KeyFile.ReadVerifyingKey(path), value) };

    public static readonly ConfigurationKey GrantRevocations = new("Grants:Revocations", KeyType.Text, null,
        "The file of revoked grants, one number a line, as `gbgateway grant revoke` writes it. It is read again when it changes; while it can't be read, no grant holds.",
        "已撤销授权的编号文件（每行一个，由 `gbgateway grant revoke` 写入）；变更即重读，无法读取时任何授权均无效。")
    { Clause = "MEA-9" };

    public static readonly ConfigurationKey Ledger = Route("Ledger", KeyType.Choice, nameof(LedgerDuty.Required),
        "What an answer owes to the ledger. `Required`: nothing labelled leaves before its record is durable; else 503. `BestEffort`: no answer waits for its record, and one that can't be kept is lost. There is no way to keep none.",
        "回答与账本的关系。`Required`：记录落盘前不发送任何已标识内容，否则返回 503；`BestEffort`：不等待记录，无法保存即丢失。不提供不记录的选项。")
        with { Allowed = Enum.GetNames<LedgerDuty>(), Clause = "T-log, MEA-9" };

    public static readonly ConfigurationKey AdmitGrants = Route("AdmitGrants", KeyType.Switch, "false",
        "Whether clients may bring a signed grant in the header `X-GbGateway-Grant`: only then is the explicit label left out; the implicit label and the record stay.",
        "是否接受客户端在 `X-GbGateway-Grant` 头中携带的签名授权：仅此时省去显式标识，隐式标识与记录保留。")
        with { Clause = "MEA-9" };

    public static readonly ConfigurationKey WatermarkKeys = new("Watermark:Keys", KeyType.Text, null,
        "The secrets of the watermark: the path of a file that only its owner and group may read, or `env:NAME`. A key a line (`;` in a variable), as `number:secret`, number 0 to 15; the first marks, all are looked for. The file is watched: a changed one is taken over whole, or not at all. `gbgateway watermark keys create` makes one.",
        "水印密钥：仅属主和属组可读的文件路径，或 `env:变量名`。每行一个密钥（变量中以 `;` 分隔），格式 `编号:密钥`，编号 0 至 15；首个用于嵌入，全部用于检测。文件持续监视，变更整体生效或整体不生效。可用 `gbgateway watermark keys create` 生成。")
    { Clause = "GB-6.2", Check = WatermarkKeySource.FindMistake, Hides = WatermarkKeySource.LooksLikeSecret };

    public static readonly ConfigurationKey WatermarkInterval = new("Watermark:Interval", KeyType.Duration, "00:00:05",
        "How often the file of watermark keys is looked at.", "检查水印密钥文件的间隔。") { Unit = "hh:mm:ss", Least = 1, Most = 86_400 };

    public static readonly ConfigurationKey PublicBaseUrl = new("PublicBaseUrl", KeyType.Address, null,
        "The address clients reach the gateway by. Where it is set, links to pictures in answers are rewritten to `/.gbgateway/media/…` below it (see `MediaLinks`).",
        "客户端访问网关所用的地址；设置后，回答中的图片链接改写为其下的 `/.gbgateway/media/…`（见 `MediaLinks`）。") { Reloads = true };

    public static readonly ConfigurationKey LinkKeyFile = new("LinkKeyFile", KeyType.Text, null,
        "A file of secrets that seal links on the gateway, a line of at least 32 characters each: the first makes links, all are honoured, so a new one goes on top. Without it each start makes its own: links end with the process, and no other node serves them.",
        "用于封装网关链接的密钥文件，每行一个至少 32 个字符的密钥：首行用于签发，各行均可验证，轮换时把新密钥加在最前。不设则每次启动随机生成：进程结束后链接失效，其他节点也无法提供。")
    { Check = SecretFile.FindMistake };

    public static readonly ConfigurationKey TenantHeader = new("TenantHeader", KeyType.Text, null,
        "The request header that names the tenant. Something trusted in front of the gateway must set it and drop what clients send under its name; one that is no name (letters, digits, dots, hyphens, underscores), or is there twice, is answered by 400. Without it, tenants are told by a keyed hash of the API key (`Authorization: Bearer`, `x-api-key`, `api-key`, `x-goog-api-key`).",
        "指明租户的请求头，须由网关之前的可信组件设置并清除客户端自带的同名头；值不是合法名称（字母、数字、点、连字符、下划线）或出现两次则返回 400。未设时以 API 密钥（`Authorization: Bearer`、`x-api-key`、`api-key`、`x-goog-api-key`）的带密钥散列区分租户。")
    { Check = FindHeaderMistake };

    public static readonly ConfigurationKey UserHeader = new("UserHeader", KeyType.Text, null,
        "The request header that names the tenant's user; it is kept as a keyed hash only.", "指明租户内用户的请求头；仅以带密钥散列形式使用。")
    { Check = FindHeaderMistake };

    public static readonly ConfigurationKey TenantKeyFile = new("TenantKeyFile", KeyType.Text, null,
        "A file whose first line, at least 32 characters, is the key of the hashes that stand for API keys and users. Without it the ledger's folder keeps one of its own, `tenants.key`. `gbgateway tenant` says the name of an API key.",
        "文件首行（至少 32 个字符）为 API 密钥与用户散列所用的密钥；不设则使用账本目录中自动生成的 `tenants.key`。`gbgateway tenant` 可算出某个 API 密钥对应的名称。")
    { Check = SecretFile.FindMistake };

    public static readonly ConfigurationKey TextLabel = Route("TextLabel", KeyType.Choice, nameof(TextLabelPlacement.End),
        "Where the explicit label of a text stands; `OutOfBand` puts it beside the text for a screen that shows a persistent notice.",
        "文本显式标识的位置；`OutOfBand` 不写入正文，由界面常驻提示展示。") with { Allowed = Enum.GetNames<TextLabelPlacement>(), Clause = "GB-5.1-d, GB-5.6" };

    public static readonly ConfigurationKey TextWording = Route("TextWording", KeyType.Text, ExplicitTextLabel.DefaultWording,
        "The explicit label's wording. It must hold both elements: AI or 人工智能, and 生成 or 合成.",
        "文本显式标识文案，须同时含“AI/人工智能”与“生成/合成”两要素。") with { Clause = "GB-5.1-b", Check = ExplicitTextLabel.FindMistake };

    public static readonly ConfigurationKey StripLabelFromHistory = Route("StripLabelFromHistory", KeyType.Switch, "true",
        "Whether the gateway's own text labels (every `TextWording` of this configuration) are taken out of the model's turns that a request brings back, so that they neither pile up nor are imitated. Nothing else of a request is ever changed; one that is encoded, too long to inspect, signed or not JSON is forwarded as it came.",
        "是否从请求带回的模型历史回答中去除网关自身的文本标识（本配置中所有 `TextWording`），以免累积或被模型模仿。请求的其他字节从不改动；带编码、过长、带签名或非 JSON 的请求原样转发。");

    public static readonly ConfigurationKey Role = Route("Role", KeyType.Choice, nameof(LabelRole.Producer),
        "What the operator is to the content of this route. `Producer` replaces a label of the upstream and keeps it for the ledger; `Propagator` keeps its producer's elements and writes the propagation elements; where the upstream put no label, both label as producer.",
        "运营者在本路由中的角色：`Producer` 替换上游标识并留存备查；`Propagator` 保留上游标识的制作要素、写入传播要素；上游无标识时均按生成者加标识。")
        with { Allowed = Enum.GetNames<LabelRole>(), Clause = "MEA-6" };

    public static readonly ConfigurationKey Uploads = Route("Uploads", KeyType.Choice, nameof(UploadCheck.Off),
        "Files in requests (multipart, or the body itself): each is judged as generated by its metadata (1), by declaration (2) or by traces such as an explicit label (3), and the header `AIGC-Upload` tells the application and the client. `Tag` also writes the label into pictures, with the propagation elements.",
        "请求中的文件（multipart 或请求体本身）：依元数据判为 1、依声明判为 2、依显式标识等痕迹判为 3，并以 `AIGC-Upload` 头告知后端应用与客户端；`Tag` 还将含传播要素的标识写入图片。")
        with { Allowed = Enum.GetNames<UploadCheck>(), Clause = "MEA-6" };

    public static readonly ConfigurationKey UploadDeclaration = Route("UploadDeclaration", KeyType.Text, "AIGC-Declared",
        "The request header, or form field, by which an uploader declares generated content: `1`, `true`, `yes`.", "上传者声明内容为 AI 生成的请求头或表单字段名（值为 `1`、`true`、`yes`）。") with { Clause = "MEA-6" };

    public static readonly ConfigurationKey AigcMember = Route("AigcMember", KeyType.Switch, "true",
        "Whether JSON answers and streams also carry the implicit label as a member `AIGC`.", "JSON 响应与流是否同时带 `AIGC` 成员作为隐式标识。")
        with { Clause = "GB-6.1-a" };

    public static readonly ConfigurationKey AigcHeader = Route("AigcHeader", KeyType.Switch, "true",
        "Whether answers carry the implicit label as the header `AIGC-Metadata`, and out-of-band wordings as `AIGC-Explicit-Label`.",
        "响应是否带 `AIGC-Metadata` 头（隐式标识）及 `AIGC-Explicit-Label` 头（带外文案）。") with { Clause = "GB-6.1-a" };

    public static readonly ConfigurationKey PictureWording = Route("PictureWording", KeyType.Text, "AI生成",
        "The wording of the label on pictures; both elements.", "图片显式标识文案，须含两要素。") with { Clause = "GB-5.2-a", Check = ExplicitTextLabel.FindMistake };

    public static readonly ConfigurationKey PictureFont = Route("PictureFont", KeyType.Text, "",
        $"The file of the font of the label on pictures: {LabelFont.Readable}; empty for the embedded Noto Sans SC Bold, which knows the usual wordings only. It is read at the start and when the configuration is read again; a wording with a character that the font can't draw is a mistake.",
        "图片显式标识所用字体文件：TrueType 或 OpenType 字体（.ttf、.otf，.ttc 取其首个字体），glyf 或 CFF 轮廓，不超过 64 MiB（不支持 CFF2、WOFF 与点阵字体）；留空则用内置的 Noto Sans SC Bold（仅含常用文案的字符）。启动及重读配置时读取；文案中若有字体无法绘制的字符，视为配置错误。")
        with { Clause = "GB-5.2-a", Check = static value => FontFiles.FindMistake(value) };

    public static readonly ConfigurationKey PicturePosition = Route("PicturePosition", KeyType.Choice, nameof(LabelPosition.TopLeft),
        "The corner of the label on pictures.", "图片显式标识所在的角。") with { Allowed = Enum.GetNames<LabelPosition>(), Clause = "GB-5.2-b" };

    public static readonly ConfigurationKey Watermark = Route("Watermark", KeyType.Choice, nameof(WatermarkUse.Off),
        "Whether pictures also get the invisible watermark, under the visible label. It comes beside the metadata, never in its place; pictures it can't be put into are labelled all the same, and metrics say so. A picture is then coded anew as a whole: no surgery, no streaming.",
        "图片是否同时嵌入不可见水印（位于显式标识之下）。水印是元数据标识的补充，绝不替代；无法嵌入的图片照常加标识并计入指标。嵌入时整图重新编码，不走局部改写与流式路径。")
        with { Allowed = Enum.GetNames<WatermarkUse>(), Clause = "GB-6.2" };

    public static readonly ConfigurationKey WatermarkStrength = Route("WatermarkStrength", KeyType.Choice, nameof(WatermarkPreset.Standard),
        "How strong the watermark may be: `Gentle` 46 dB PSNR (artwork), `Standard` 45, `Robust` 45 with more in flat areas (photographs); 2 dB less where the shorter side is under 700 pixels.",
        "水印强度：`Gentle` 46 dB（画作），`Standard` 45 dB，`Robust` 45 dB 且平坦区域更强（照片）；短边不足 700 像素时低 2 dB。")
        with { Allowed = Enum.GetNames<WatermarkPreset>() };

    public static readonly ConfigurationKey WatermarkKey = Route("WatermarkKey", KeyType.Text, "",
        "The number of the key this route marks with, as for tenants; empty for the first of `Watermark:Keys`.",
        "本路由嵌入所用密钥的编号（如按租户区分）；留空则用 `Watermark:Keys` 的首个。") with { Check = WatermarkKeySource.FindNumberMistake };

    public static readonly ConfigurationKey Credentials = Route("ContentCredentials", KeyType.Choice, nameof(Labels.ContentCredentials.Drop),
        "What happens to a C2PA manifest, which no longer verifies once a picture is labelled.", "对 C2PA 清单的处理（加标识后其签名不再有效）。")
        with { Allowed = Enum.GetNames<ContentCredentials>() };

    public static readonly ConfigurationKey MediaLinks = Route("MediaLinks", KeyType.Choice, null,
        "What happens to answers that hold a link to a picture instead of the picture. `Rewrite`, the default where `PublicBaseUrl` is set: the link gives way to a signed one on the gateway, which fetches the picture from a host of `LinkHosts` or `InternalLinkHosts` and serves it labelled. `Pass`: only links to `LabelledHosts` pass. `Refuse`, the default elsewhere. Links that may not be followed refuse the answer.",
        "回答只给出图片链接（而非图片本身）时的处理。`Rewrite`（设有 `PublicBaseUrl` 时的默认值）：改写为网关自身的签名限时链接，访问时由网关从 `LinkHosts` 或 `InternalLinkHosts` 所列主机取回并加标识；`Pass`：仅放行指向 `LabelledHosts` 的链接；`Refuse`：其他情况下的默认值。链接不被允许时拒绝整个回答。")
        with { Allowed = Enum.GetNames<MediaLinkPolicy>() };

    public static readonly ConfigurationKey LinkHosts = Route("LinkHosts", KeyType.Text, "",
        "Hosts whose pictures are fetched for rewritten links, separated by `;`: `host`, `host:port`, `*.host` for all names below, `http://host` where there is no TLS. All addresses of such a host must be public.",
        "改写链接时允许取图的主机，以 `;` 分隔：`host`、`host:port`、`*.host`（其下所有名称）、`http://host`（无 TLS）；其全部地址须为公网地址。")
        with { Check = HostList.FindMistake };

    public static readonly ConfigurationKey InternalLinkHosts = Route("InternalLinkHosts", KeyType.Text, "",
        "The same for hosts inside your network, whose addresses need not be public. Name only what serves pictures: whoever writes an answer's links chooses the path that is asked for.",
        "同上，但用于内网主机，其地址不必为公网地址。只列出提供图片的主机：回答中的链接可决定所请求的路径。")
        with { Check = HostList.FindMistake };

    public static readonly ConfigurationKey LabelledHosts = Route("LabelledHosts", KeyType.Text, "",
        "Hosts you declare to serve labelled pictures, sound and video: links to them pass under `Rewrite` and `Pass`. Written like `LinkHosts`.",
        "声明其图片、音频、视频均已加标识的主机：在 `Rewrite` 与 `Pass` 下放行指向它们的链接，写法同 `LinkHosts`。")
        with { Check = HostList.FindMistake };

    public static readonly ConfigurationKey LinkLifetime = Route("LinkLifetime", KeyType.Duration, "1.00:00:00",
        "How long a link on the gateway is served. What it stands for may end earlier.", "网关链接的有效时长；其所指内容可能更早失效。")
        with { Unit = "hh:mm:ss", Least = 1, Most = 30 * 86_400 };

    public static readonly ConfigurationKey LinkTimeout = Route("LinkTimeout", KeyType.Duration, "00:00:30",
        "How long fetching a picture for a link may take, from the request to the last byte.", "为链接取图的最长时间（从请求到最后一个字节）。")
        with { Unit = "hh:mm:ss", Least = 1, Most = 600 };

    public static readonly ConfigurationKey SoundAndVideo = Foreign("SoundAndVideo", Content.Foreign.Refuse,
        "What happens to sound and video, which this version does not label.", "音频、视频（本版本尚不加标识）的处理。");

    public static readonly ConfigurationKey UnknownApis = Foreign("UnknownApis", Content.Foreign.Pass,
        "What happens to answers of unknown APIs whose bytes show no content that could be labelled. Media files are labelled on any path.",
        "未知 API 且字节中无可标识内容的回答的处理；媒体文件在任何路径下都会加标识。");

    public static readonly ConfigurationKey Archives = Foreign("Archives", Content.Foreign.Refuse,
        "What happens to archives and compressed files (ZIP and what is built on it, gzip, 7z, RAR, xz, bzip2, Zstandard), whose files nothing labels.",
        "压缩包与压缩文件（ZIP 及基于它的格式、gzip、7z、RAR、xz、bzip2、Zstandard）的处理：其中文件不会被标识。");

    public static readonly ConfigurationKey LabelUserFiles = Route("LabelUserFiles", KeyType.Switch, "false",
        "Whether ComfyUI's `/view` of `type=input` (a user's own upload) and `channel=a` (a mask) is labelled too. Unlabelled, each leaves a record in the ledger. Switch it on where the upstream is not ComfyUI but serves pictures on a path that ends in `/view`.",
        "ComfyUI `/view` 的 `type=input`（用户自己上传的文件）与 `channel=a`（蒙版）是否也加标识；不加时均在账本留下记录。上游并非 ComfyUI 却在以 `/view` 结尾的路径提供图片时请打开。");

    public static readonly ConfigurationKey BinaryStreams = Foreign("BinaryStreams", Content.Foreign.Refuse,
        "What happens to gRPC (and gRPC-Web, Connect, protobuf), whose frames nothing labels. A gRPC call is refused by its own status, 12. Amazon event streams are labelled.",
        "gRPC（含 gRPC-Web、Connect、protobuf）的处理：其帧内容不会被标识；gRPC 调用以其自身状态码 12 拒绝。Amazon 事件流会加标识。");

    public static readonly ConfigurationKey Upgrades = Foreign("Upgrades", Content.Foreign.Refuse,
        "What happens to WebSocket and other upgrade requests, whose traffic nothing labels. The WebSocket of ComfyUI (a path that ends in `/ws`) is always relayed message by message and its pictures labelled: what is not ComfyUI's passes under `Pass` and closes it under `Refuse`.",
        "WebSocket 等协议升级请求的处理：其流量不会被标识。ComfyUI 的 WebSocket（路径以 `/ws` 结尾）始终逐消息转发并为其中图片加标识，不属于 ComfyUI 的消息在 `Pass` 下放行，在 `Refuse` 下关闭连接。");

    public static readonly ConfigurationKey KeywordFilter = Route("KeywordFilter", KeyType.Choice, nameof(Policies.KeywordFilter.Enforce),
        "What the keyword library does on this route. `Observe` notes hits and never delays or changes anything. Without `Keywords:Folder` there is nothing to do.",
        "关键词库在本路由上的作用；`Observe` 只记录命中，不延迟、不改动。未设 `Keywords:Folder` 时不起作用。")
        with { Allowed = Enum.GetNames<KeywordFilter>() };

    public static readonly ConfigurationKey KeywordActions = Route("KeywordActions", KeyType.Text, "Mask",
        "What is done about hits whose entry names no action: one action for all, then single risks or groups of them, as in `Mask; A.1=Block; A.2-c=Observe`. Actions: Observe, Escalate (told to a person, see `Escalation:Webhook`), Mask, Replace, Block.",
        "词条未指定动作时的处理：先写通用动作，再按风险或风险组列出例外，如 `Mask; A.1=Block; A.2-c=Observe`。动作：Observe、Escalate（通知人工，见 `Escalation:Webhook`）、Mask、Replace、Block。")
        with { Check = KeywordActionTable.FindMistake };

    public static readonly ConfigurationKey PromptActions = Route("PromptActions", KeyType.Text, "",
        "The same for what users write; empty: as `KeywordActions` says. In prompts only `Block` and `Escalate` do anything: requests are never changed.",
        "用户输入方向的处理，写法同上；留空则同 `KeywordActions`。输入方向仅 `Block` 与 `Escalate` 起作用，请求内容从不改动。")
        with { Check = KeywordActionTable.FindMistake };

    public static readonly ConfigurationKey KeywordLayers = Route("KeywordLayers", KeyType.Text, "",
        "The layers (sub-folders of the library) that count, separated by semicolons; empty: all of them. A layer that is not there is a mistake.",
        "生效的词库层（词库子目录名），以分号分隔；留空表示全部。不存在的层视为配置错误。");

    public static readonly ConfigurationKey FilteredTexts = Route("FilteredTexts", KeyType.Text, "Reasoning, Refusals, ToolArguments, Transcripts",
        "What is filtered beside the answer's own text, each a text of its own: `Reasoning`, `Refusals`, `ToolArguments` (JSON stays valid JSON), `Transcripts` of spoken answers (a mask changes the transcript, not the sound); `None` for the answer's text alone.",
        "正文之外还过滤的内容（各自独立匹配）：`Reasoning` 推理、`Refusals` 模型拒答、`ToolArguments` 工具参数（改动后仍为合法 JSON）、`Transcripts` 语音转写（只改文字，不改声音）；`None` 表示仅过滤正文。")
        with { Check = static value => TryReadSides(value, out _) ? null : $"allowed: {string.Join(", ", Enum.GetNames<SideTexts>())}, separated by commas" };

    public static readonly ConfigurationKey FilterPrompts = Route("FilterPrompts", KeyType.Switch, "true",
        "Whether what users write is looked at before the upstream is asked. A hit with `Block` is answered by 400 `content_filter`; the other actions only note it: requests are never changed. Under `Enforce` a JSON request that can't be read (too long, encoded, ambiguous) is refused.",
        "转发前是否检查用户输入：命中 `Block` 返回 400 `content_filter`，其他动作只记录，请求内容从不改动。`Enforce` 时无法读取的 JSON 请求（过长、带编码、有歧义）一律拒绝。");

    public static readonly ConfigurationKey RefusalWording = Route("RefusalWording", KeyType.Text, Content.RefusalWording.DefaultText,
        "What stands in place of a blocked answer, and in the error of a blocked prompt.", "被拦截回答处及被拦截输入的错误信息中显示的文案。");

    public static readonly ConfigurationKey FilterHeader = Route("FilterHeader", KeyType.Switch, "false",
        "Whether responses name the rules that were hit in the header `AIGC-Filter`: those of the prompt, and of answers that are one JSON document. A stream's head leaves before its text.",
        "响应是否以 `AIGC-Filter` 头列出命中的规则编号（输入命中，以及整体 JSON 回答的命中；流的响应头先于正文发出）。");

    public static readonly ConfigurationKey Profile = Route("Profile", KeyType.Text, "",
        "The API every answer of this route is of: a name of `Profiles`, or a built-in one (`gbgateway profile list`). Empty: path, request and the answer's bytes tell.",
        "本路由所有回答所属的接口：`Profiles` 中的名称或内置名称（`gbgateway profile list`）；留空则由路径、请求与响应字节自动判断。");

    /// <summary>Every key, in the order of the reference.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Upstream, Urls, Http2Urls, Admin, AdminSecretFile, VerifyMaxBytes, VerifyConcurrency, ContentProducer, ContentPropagator, SigningKeyFile, PinnedKeys,
        MaxBodyBytes, MaxEventBytes, MaxDepth, MaxInspectedRequestBytes, MaxRequestBodyBytes, MaxUploadBytes,
        MaxPictureBytes, MaxPicturePixels, MaxPictureFrames, MaxPixelsInFlight,
        ActivityTimeout, Grace, ReadinessDelay, KeywordsFolder, KeywordsInterval, WatermarkKeys, WatermarkInterval,
        TenantHeader, UserHeader, TenantKeyFile, PublicBaseUrl, LinkKeyFile,
        LedgerFolder, LedgerSink, LedgerConnection, LedgerTopic, LedgerChain, LedgerKeyFile, LedgerTrustedKeys, LedgerHash, LedgerSegmentEntries,
        LedgerRetentionDays, LedgerSpoolBytes, LedgerTimeout, GrantKeys, GrantRevocations,
        Role, Uploads, UploadDeclaration, TextLabel, TextWording, StripLabelFromHistory,
        AigcMember, AigcHeader, PictureWording, PictureFont, PicturePosition, Watermark, WatermarkStrength, WatermarkKey, Credentials,
        Profile, MediaLinks, LinkHosts, InternalLinkHosts, LabelledHosts, LinkLifetime, LinkTimeout,
        SoundAndVideo, Archives, LabelUserFiles, UnknownApis, BinaryStreams, Upgrades,
        KeywordFilter, KeywordActions, PromptActions, KeywordLayers, FilteredTexts, FilterPrompts, RefusalWording, FilterHeader,
        Ledger, AdmitGrants,
        .. FilterKeys.All,
    ];

    /// <summary>Reads the value of <see cref="FilteredTexts"/>.</summary>
    public static bool TryReadSides(string value, out SideTexts sides) =>
        Enum.TryParse(value, ignoreCase: true, out sides) && (sides & ~SideTexts.All) == 0 && !value.AsSpan().ContainsAnyInRange('0', '9');

    private static ConfigurationKey Route(string path, KeyType type, string? value, string english, string chinese) =>
        new(path, type, value, english, chinese) { PerRoute = true, Reloads = true };

    private static ConfigurationKey Foreign(string path, Foreign value, string english, string chinese) =>
        Route(path, KeyType.Choice, value.ToString(), english, chinese) with { Allowed = Enum.GetNames<Foreign>() };

    private static string? KeyMistake(Action<string> read, string value)
    {
        foreach (var path in KeyReader.Paths(value))
        {
            try
            {
                read(path);
            }
            catch (InvalidOperationException mistake)
            {
                return mistake.Message;
            }
        }
        return null;
    }
    private static string? FindHeaderMistake(string value) =>
        value.Length > 0 && !value.AsSpan().ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
            ? null : "a header's name holds letters, digits, hyphens and underscores";

    private static string? FindProducerMistake(string value)
    {
        var looksLikeCode = value.Length == Labels.ContentProducer.Length
            || (value.Length > 20 && value.StartsWith("00", StringComparison.Ordinal) && !value.AsSpan().ContainsAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        if (looksLikeCode)
        {
            return Labels.ContentProducer.FindMistake(value);
        }
        return AigcMetadata.IsWritableField(value) ? null : "a name holds the characters 0x21, 0x23-0x5B, 0x5D-0x7E only (GB-E-j), 1 to 1024 of them";
    }
}
