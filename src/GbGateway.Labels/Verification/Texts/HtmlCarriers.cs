using System.Text;
using GbGateway.Labels.Verification.Containers;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Texts;

/// <summary>HTML: <c>&lt;meta name="AIGC" content='…'&gt;</c> (practice; no place is named), JSON in comments and scripts, and the visible text.</summary>
internal sealed class HtmlCarriers : CarrierReader
{
    public override string Name => "HTML";

    public override bool Matches(ReadOnlySpan<byte> file)
    {
        if (!TextOf.IsText(file))
        {
            return false;
        }
        var head = TextOf.Decode(file[..Math.Min(file.Length, 2048)]).TrimStart();
        return head.StartsWith('<')
            && (head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || head.Contains("<html", StringComparison.OrdinalIgnoreCase)
                || head.Contains("<head", StringComparison.OrdinalIgnoreCase) || head.Contains("<body", StringComparison.OrdinalIgnoreCase)
                || head.Contains("<meta", StringComparison.OrdinalIgnoreCase));
    }

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var html = TextOf.Decode(file);
        var scanner = new MarkupScanner(html);
        while (!found.IsFull && scanner.MoveNext())
        {
            var tag = scanner.Current;
            if (!tag.Name.Equals("meta", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            var name = Attribute(tag, "name") ?? Attribute(tag, "property") ?? Attribute(tag, "itemprop") ?? "";
            var content = Attribute(tag, "content") ?? "";
            if (name.Contains("AIGC", StringComparison.OrdinalIgnoreCase))
            {
                found.Add($"HTML meta {name}", $"character {tag.Start}", content, CarrierTraits.FreePlace);
            }
            else
            {
                found.AddIfLabel($"HTML meta {name}", $"character {tag.Start}", content);
            }
        }
        var rest = WithoutMeta(html);
        if (rest.Contains("AIGC", StringComparison.OrdinalIgnoreCase))
        {
            // Front matter above the page, and mappings within comments.
            rest = TextLabels.Read(new YamlLabels(rest).Read(found), "HTML", found);
        }
        found.ReadText(VisibleText(rest), "text");
    }

    private static string? Attribute(MarkupTag tag, string name)
    {
        foreach (var (key, value) in tag.Attributes)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }
        return null;
    }

    private static string WithoutMeta(string html)
    {
        var rest = new StringBuilder(html.Length);
        var at = 0;
        var scanner = new MarkupScanner(html);
        while (scanner.MoveNext())
        {
            if (scanner.Current.Name.Equals("meta", StringComparison.OrdinalIgnoreCase))
            {
                rest.Append(html, at, scanner.Current.Start - at);
                at = scanner.Current.End;
            }
        }
        return rest.Append(html, at, html.Length - at).ToString();
    }

    private static string VisibleText(string html)
    {
        var text = new StringBuilder(html.Length);
        var at = 0;
        while (at < html.Length)
        {
            var tag = html.IndexOf('<', at);
            text.Append(html, at, (tag < 0 ? html.Length : tag) - at);
            if (tag < 0)
            {
                break;
            }
            at = End(html, tag);
            text.Append('\n');
        }
        return System.Net.WebUtility.HtmlDecode(text.ToString());
    }

    // Where a tag ends; comments, scripts, styles and titles end with their content.
    private static int End(string html, int tag)
    {
        var rest = html.AsSpan(tag);
        if (rest.StartsWith("<!--"))
        {
            return Behind(html, "-->", tag);
        }
        foreach (var (open, close) in (ReadOnlySpan<(string, string)>)[("<script", "</script>"), ("<style", "</style>"), ("<title", "</title>")])
        {
            if (rest.StartsWith(open, StringComparison.OrdinalIgnoreCase))
            {
                return Behind(html, close, tag);
            }
        }
        return Behind(html, ">", tag);
    }

    private static int Behind(string html, string end, int from)
    {
        var at = html.IndexOf(end, from, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? html.Length : at + end.Length;
    }
}
