using System.Text;
using GbGateway.Content;
using GbGateway.Content.Filtering;
using GbGateway.Content.Links;
using GbGateway.Content.Profiles;
using GbGateway.Labels;
using GbGateway.Labels.Text;
using GbGateway.Policies;

namespace GbGateway.Tests.Support;

/// <summary>One literate case: a paragraph, then fenced blocks <c>policy</c>, <c>in</c>, <c>out</c>, and <c>keywords</c>, a library as CSV, where something is filtered.</summary>
public sealed class Case
{
    private readonly Dictionary<string, string> _blocks = [];
    private readonly Dictionary<string, string> _policy = [];
    private readonly KeywordSet? _keywords;

    private Case(string file)
    {
        string? block = null;
        var text = new List<string>();
        foreach (var line in File.ReadAllLines(file))
        {
            if (block is null && line.StartsWith("```", StringComparison.Ordinal) && line.Length > 3)
            {
                block = line[3..];
                text.Clear();
            }
            else if (block is not null && line == "```")
            {
                _blocks[block] = string.Join('\n', text);
                block = null;
            }
            else
            {
                text.Add(line);
            }
        }
        foreach (var line in _blocks.GetValueOrDefault("policy", "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':');
            _policy[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }
        // Compiled once: a case is run at every cut.
        _keywords = _blocks.TryGetValue("keywords", out var keywords) ? Compile(keywords, _policy.GetValueOrDefault("actions", "Mask")) : null;
    }

    /// <summary>Every case file under tests/cases/<paramref name="folder"/>, by path.</summary>
    public static IEnumerable<string> Files(string folder)
    {
        var root = Path.Combine(Repository.Root, "tests", "cases");
        return Directory.EnumerateFiles(Path.Combine(root, folder), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal);
    }

    /// <summary>Reads the case at a path <see cref="Files"/> gave.</summary>
    public static Case Read(string path) => new(Path.Combine(Repository.Root, "tests", "cases", path));

    /// <summary>The bytes the upstream sends; <c>\r</c>, <c>\xEF</c> and the like are written out where the policy says <c>escapes: yes</c>.</summary>
    public byte[] Input => Bytes("in");

    /// <summary>The bytes the client gets.</summary>
    public string Output => Encoding.Latin1.GetString(Bytes("out"));

    /// <summary>Whether the upstream dies at the end of the input.</summary>
    public bool UpstreamDies => _policy.GetValueOrDefault("end") == "cut";

    /// <summary>A piece of the reason the answer is refused with, or null.</summary>
    public string? Refusal => _policy.GetValueOrDefault("refused");

    /// <summary>A new rewriter for this case.</summary>
    public BodyRewriter Rewriter()
    {
        var path = _policy.GetValueOrDefault("path", "/unknown");
        var profile = ApiProfiles.ByPath(path);
        var exchange = new Exchange(
            new ContentPolicy
            {
                TextLabel = new ExplicitTextLabel(
                    _policy.GetValueOrDefault("wording", ExplicitTextLabel.DefaultWording),
                    Enum.Parse<TextLabelPlacement>(_policy.GetValueOrDefault("label", "End"))),
                AigcMember = _policy.GetValueOrDefault("member") == "on",
                MediaLinks = Enum.Parse<MediaLinkPolicy>(_policy.GetValueOrDefault("links", "Refuse")),
                LabelledHosts = Hosts("labelled-hosts"),
                LinkHosts = Hosts("link-hosts"),
                SoundAndVideo = Enum.Parse<Foreign>(_policy.GetValueOrDefault("sound", "Refuse")),
                Keywords = _keywords,
                FilteredSides = Enum.Parse<SideTexts>(_policy.GetValueOrDefault("sides", "All")),
                Limits = BodyLimits.Default with { MaxEventBytes = int.Parse(_policy.GetValueOrDefault("max-event", "262144")) },
            },
            AigcMetadata.ByProducer("TEST", "P1"))
        {
            Profile = profile,
            Links = new PlainLinks(),
            Facts = profile?.ReadRequest(Encoding.UTF8.GetBytes(_policy.GetValueOrDefault("request", "{}"))) ?? RequestFacts.Unknown,
        };
        var head = Input.AsSpan(0, Math.Min(Input.Length, BodyRewriters.HeadLength));
        var rewriter = BodyRewriters.Choose(exchange, _policy.GetValueOrDefault("type", "application/json"), head, out var refusal);
        Assert.Null(refusal);
        Assert.NotNull(rewriter);
        return rewriter;
    }

    private HostList Hosts(string line)
    {
        Assert.Null(HostList.TryRead(_policy.GetValueOrDefault(line, ""), out var hosts));
        return hosts!;
    }

    private static KeywordSet Compile(string csv, string actions)
    {
        var problems = new List<KeywordProblem>();
        var library = KeywordFiles.Read("test", "test.csv", csv, problems);
        Assert.Empty(problems);
        var all = actions == "ObserveAll" ? FilterActions.ObserveAll : KeywordActionTable.Read(actions);
        return KeywordSet.Compile([library], all, DateOnly.MinValue);
    }

    private byte[] Bytes(string block)
    {
        var bytes = Encoding.UTF8.GetBytes(_blocks[block]);
        if (_policy.GetValueOrDefault("framing") == "amazon")
        {
            return AmazonLines.Frame(_blocks[block]);
        }
        if (_policy.GetValueOrDefault("escapes") != "yes")
        {
            return bytes;
        }
        var text = Encoding.Latin1.GetString(bytes).Replace("\n", "").Replace("<CR>", "\r").Replace("<LF>", "\n").Replace("<BOM>", "\u00EF\u00BB\u00BF");
        return Encoding.Latin1.GetBytes(text);
    }
}
