namespace GbGateway.Content.Profiles.Configured;

/// <summary>How operators write places: the slots' own way, or as JSONPath has it where that means the same.</summary>
internal static class SlotPath
{
    /// <summary>Longest path, in characters.</summary>
    private const int Longest = 200;

    /// <summary>The slots' own way.</summary>
    public static string Normalize(string path)
    {
        path = path.Trim().Replace("[*]", "[]", StringComparison.Ordinal);
        return path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path.StartsWith("$[", StringComparison.Ordinal) ? path[1..] : path;
    }

    /// <summary>Says what is wrong with a path, or null.</summary>
    public static string? FindMistake(string path)
    {
        const string Allowed = "allowed: names joined by dots, [] after a name for the elements of its array, * for any name, as in data[].b64_json";
        if (path.Length is 0 or > Longest)
        {
            return $"{Allowed}; 1 to {Longest} characters";
        }
        foreach (var part in path.Split('.'))
        {
            var name = part.AsSpan().TrimEnd("[]");
            var isRootArray = name.IsEmpty && part.Length > 0 && part == path.Split('.')[0];
            var brackets = part.AsSpan(name.Length);
            if ((name.IsEmpty && !isRootArray) || name.ContainsAny("[]\"\\$") || (name.Contains('*') && name is not "*") || !Pairs(brackets))
            {
                return part.Contains("..", StringComparison.Ordinal) || path.Contains("..", StringComparison.Ordinal)
                    ? $"\"..\" is not known here; {Allowed}" : $"\"{part}\" is no part of a path; {Allowed}";
            }
        }
        return null;
    }

    private static bool Pairs(ReadOnlySpan<char> brackets)
    {
        for (; brackets.StartsWith("[]"); brackets = brackets[2..])
        {
        }
        return brackets.IsEmpty;
    }
}
