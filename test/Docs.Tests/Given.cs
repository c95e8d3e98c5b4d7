namespace DeepML.Docs.Tests;

/// <summary>What is around a snippet: what its page takes for granted, and what makes it do something.</summary>
internal sealed record Given
{
    /// <summary>Statements before it.</summary>
    public string Before { get; init; } = "";

    /// <summary>Statements behind it.</summary>
    public string After { get; init; } = "";

    /// <summary>What makes a statement of a piece of one, in front.</summary>
    public string Opening { get; init; } = "";

    /// <summary>And behind.</summary>
    public string Closing { get; init; } = "";

    /// <summary>Namespaces beside those that pages take for granted.</summary>
    public IReadOnlyList<string> Usings { get; init; } = [];

    /// <summary>What is run for a piece of the snippet that would take long: it is compiled as it stands, and run with a budget for
    /// tests.</summary>
    public IReadOnlyList<(string Piece, string Shorter)> Shorter { get; init; } = [];

    /// <summary>Further files of source.</summary>
    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>Why it is compiled and not run; null if it is run.</summary>
    public string? NotRun { get; init; }
}
