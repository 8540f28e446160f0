using System.Globalization;

namespace GbGateway.Configuration;

/// <summary>One key under <c>GbGateway</c>: the row of the table that parsing, checking and the reference are made from.</summary>
/// <param name="Path">The path below <c>GbGateway</c>, or below a route, with colons.</param>
/// <param name="Type">How the value is written.</param>
/// <param name="Default">The value where none is set; null means there is none.</param>
/// <param name="English">What it does, in English.</param>
/// <param name="Chinese">What it does, in Chinese.</param>
public sealed record ConfigurationKey(string Path, KeyType Type, string? Default, string English, string Chinese)
{
    /// <summary>Whether it is set per route: under <c>Routes:&lt;route&gt;</c>, and under <c>Defaults</c> for all others.</summary>
    public bool PerRoute { get; init; }

    /// <summary>Whether a start without it is a mistake.</summary>
    public bool Required { get; init; }

    /// <summary>Whether a change of the file takes effect without a restart.</summary>
    public bool Reloads { get; init; }

    /// <summary>The words of a <see cref="KeyType.Choice"/>.</summary>
    public string[] Allowed { get; init; } = [];

    /// <summary>Least value of a number (or of the seconds of a duration).</summary>
    public long Least { get; init; }

    /// <summary>Greatest value of a number (or of the seconds of a duration).</summary>
    public long Most { get; init; } = long.MaxValue;

    /// <summary>Unit of a number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The clause that it touches, or empty.</summary>
    public string Clause { get; init; } = "";

    /// <summary>A check of its own: says what is wrong with a value, or null.</summary>
    public Func<string, string?>? Check { get; init; }

    /// <summary>Tells values that may be secrets, which no message repeats.</summary>
    public Func<string, bool>? Hides { get; init; }

    /// <summary>A value as messages show it.</summary>
    public string Show(string value) => Hides?.Invoke(value) == true ? "(not shown)" : value;

    /// <summary>The allowed values in words.</summary>
    public string AllowedText => Type switch
    {
        KeyType.Address => "an absolute http or https address",
        KeyType.Addresses => "http or https addresses with a port, separated by ;",
        KeyType.Integer => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Least} to {Most}"),
        KeyType.Duration => string.Create(CultureInfo.InvariantCulture, $"hh:mm:ss from {TimeSpan.FromSeconds(Least):c} to {TimeSpan.FromSeconds(Most):c}"),
        KeyType.Switch => "true, false",
        KeyType.Choice => string.Join(", ", Allowed),
        _ => "text",
    };

    /// <summary>Says what is wrong with <paramref name="value"/>, or null.</summary>
    public string? FindMistake(string value)
    {
        var fits = Type switch
        {
            KeyType.Address => IsAddress(value, portsOnly: false),
            KeyType.Addresses => Listeners(value).Length > 0 && Array.TrueForAll(Listeners(value), static one => IsAddress(one, portsOnly: true)),
            KeyType.Integer => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= Least && number <= Most,
            KeyType.Duration => TimeSpan.TryParseExact(value, ["c", @"h\:mm\:ss", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out var span)
                && span >= TimeSpan.FromSeconds(Least) && span <= TimeSpan.FromSeconds(Most),
            KeyType.Switch => bool.TryParse(value, out _),
            KeyType.Choice => Array.Exists(Allowed, word => word.Equals(value, StringComparison.OrdinalIgnoreCase)),
            _ => true,
        };
        return fits ? Check?.Invoke(value) : $"allowed: {AllowedText}";
    }

    /// <summary>The single addresses of a <see cref="KeyType.Addresses"/> value.</summary>
    public static string[] Listeners(string value) =>
        value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsAddress(string value, bool portsOnly) =>
        Uri.TryCreate(value.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && (uri.Scheme is "http" or "https") && uri is { Host.Length: > 0, Query.Length: 0, Fragment.Length: 0, UserInfo.Length: 0 }
        && (!portsOnly || uri.AbsolutePath == "/");
}
