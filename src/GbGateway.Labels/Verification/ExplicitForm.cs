namespace GbGateway.Labels.Verification;

/// <summary>The form of an explicit label of a text.</summary>
public enum ExplicitForm
{
    /// <summary>Text with both elements: AI or 人工智能, and 生成 or 合成 (<c>GB-5.1-b</c>).</summary>
    Text,

    /// <summary>A corner mark, which needs the AI element only (<c>GB-5.1-c</c>).</summary>
    CornerMark,

    /// <summary>A notice that says it, but without the elements, such as one in English.</summary>
    OtherNotice,
}
