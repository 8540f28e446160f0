namespace GbGateway.Grants;

/// <summary>Whether a grant holds.</summary>
public enum GrantStatus
{
    /// <summary>It does.</summary>
    Holds,

    /// <summary>No token, or what stands there is none.</summary>
    Unreadable,

    /// <summary>No trusted key signed it, or it was changed.</summary>
    Unsigned,

    /// <summary>It does not hold yet.</summary>
    TooEarly,

    /// <summary>It no longer holds.</summary>
    Expired,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>It is another recipient's.</summary>
    Foreign,

    /// <summary>It does not hold on this route.</summary>
    OtherRoute,
}
