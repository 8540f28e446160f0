using System.Globalization;

namespace GbGateway.Content.Filtering;

/// <summary>Makes an entry of named fields; what is wrong with them is told, all of it.</summary>
internal sealed class EntryFields(KeywordLibraryDraft draft)
{
    private const string NearSign = " && ";
    private const string WithoutSign = " !! ";

    internal void Add(IReadOnlyDictionary<string, string> fields, int line)
    {
        string text = fields.GetValueOrDefault("entry", string.Empty).Trim();
        if (text.Length == 0)
        {
            draft.Problem(line, "no entry");
            return;
        }

        bool good = true;
        KeywordRisk risk = default;
        KeywordSeverity severity = KeywordSeverity.Medium;
        FilterAction? action = null;
        KeywordKind kind = text.Contains(NearSign, StringComparison.Ordinal) ? KeywordKind.Near
            : text.Contains(WithoutSign, StringComparison.Ordinal) ? KeywordKind.Without : KeywordKind.Word;
        TextFolding? folding = null;
        DateOnly? expires = null;
        int within = 20;
        foreach ((string name, string raw) in fields)
        {
            string value = raw.Trim();
            if (value.Length == 0)
            {
                continue;
            }

            bool known = name switch
            {
                "risk" => KeywordRisk.TryParse(value, out risk),
                "severity" => Enum.TryParse(value, true, out severity) && Enum.IsDefined(severity),
                "action" => value.Equals("allow", StringComparison.OrdinalIgnoreCase) ? Set(ref kind, KeywordKind.Allow) : Parse(value, out action),
                "kind" => Enum.TryParse(value, true, out kind) && Enum.IsDefined(kind),
                "expires" or "expiry" => Parse(value, out expires),
                "within" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out within) && within <= 200,
                "folding" => Parse(value, draft.Folding, out folding),
                "entry" or "tags" or "id" or "replacement" => true,
                _ => false,
            };
            if (!known)
            {
                draft.Problem(line, $"{name} can't be read, or there is no such column");
                good = false;
            }
        }

        if (kind == KeywordKind.Regex && good && RegexRule.TryMake(text, folding ?? draft.Folding, 0, acts: false, out _) is { } unusable)
        {
            draft.Problem(line, unusable);
            good = false;
        }

        string sign = kind == KeywordKind.Near ? NearSign : WithoutSign;
        string[] terms = kind is KeywordKind.Near or KeywordKind.Without ? text.Split(sign, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [text];
        if (good)
        {
            draft.Add(new KeywordEntry
            {
                Text = terms.Length == 0 ? text : terms[0],
                OtherTerms = terms.Length < 2 ? [] : terms[1..],
                Kind = kind,
                Risk = risk == KeywordRisk.None ? draft.Risk : risk,
                Severity = severity,
                Action = action,
                Folding = folding,
                Expires = expires,
                Within = within,
                Tags = fields.GetValueOrDefault("tags", string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Id = fields.GetValueOrDefault("id") is { Length: > 0 } id ? id.Trim() : null,
                Replacement = fields.GetValueOrDefault("replacement") is { Length: > 0 } replacement ? replacement : null,
                File = draft.File,
                Line = line,
            });
        }
    }

    private static bool Set(ref KeywordKind kind, KeywordKind value)
    {
        kind = value;
        return true;
    }

    private static bool Parse(string value, out FilterAction? action)
    {
        bool good = Enum.TryParse(value, true, out FilterAction named) && Enum.IsDefined(named);
        action = good ? named : null;
        return good;
    }

    private static bool Parse(string value, out DateOnly? day)
    {
        bool good = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly named);
        day = good ? named : null;
        return good;
    }

    private static bool Parse(string value, TextFolding from, out TextFolding? folding)
    {
        bool good = FoldingNames.TryParse(value, from, out TextFolding named);
        folding = good ? named : null;
        return good;
    }
}
