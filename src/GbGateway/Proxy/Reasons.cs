using GbGateway.Labels;

namespace GbGateway.Proxy;

/// <summary>The closed set of reasons why answers are refused or broken, as in metrics and logs.</summary>
public static class Reasons
{
    public const string UpstreamCut = "upstream_cut";
    public const string Unreachable = "upstream_unreachable";
    public const string ShuttingDown = "shutting_down";
    public const string TimedOut = "timed_out";
    public const string Encoding = "encoding";
    public const string Partial = "partial";
    public const string Upgrade = "upgrade";
    public const string Suspended = "user_suspended";
    public const string Binary = "binary";
    public const string Link = "link";
    public const string Busy = "busy";
    public const string Fault = "fault";
    public const string Ledger = "ledger";

    /// <summary>Whether the answer was refused for what it was, not for how upstream, ledger or gateway fared.</summary>
    public static bool IsRefusal(string? reason) => reason is "malformed" or "unsupported" or "too_large" or "policy" or Encoding or Partial or Binary or Link or Fault;

    /// <summary>The reason a receipt gives.</summary>
    public static string Of(LabelReceipt receipt) => receipt.Outcome switch
    {
        LabelOutcome.Malformed => "malformed",
        LabelOutcome.Unsupported => "unsupported",
        LabelOutcome.TooLarge => "too_large",
        _ => "policy",
    };
}
