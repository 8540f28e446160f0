namespace GbGateway.Grants;

/// <summary>The right of one recipient to get content without the EXPLICIT label, after an agreement that states the recipient's duties (<c>MEA-9</c>). The implicit label and the record stay.</summary>
public sealed record Grant
{
    /// <summary>The grant's number.</summary>
    public required string ID { get; init; }

    /// <summary>Who may get the content: the tenant as the gateway tells tenants apart.</summary>
    public required string Recipient { get; init; }

    /// <summary>The agreement's number or place.</summary>
    public required string Agreement { get; init; }

    /// <summary>From when it holds.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Until when it holds, at most <see cref="GrantTokens.LongestTerm"/> later.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Routes it holds on; none means every route.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Name of the key that signed.</summary>
    public string KeyID { get; init; } = "";
}
