namespace GbGateway.Configuration;

/// <summary>How the value of a key is written.</summary>
public enum KeyType
{
    /// <summary>Free text.</summary>
    Text,

    /// <summary>One absolute http or https address.</summary>
    Address,

    /// <summary>One or more addresses to listen on, separated by semicolons.</summary>
    Addresses,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A time span, <c>hh:mm:ss</c>.</summary>
    Duration,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Switch,

    /// <summary>One of the allowed words.</summary>
    Choice,
}
