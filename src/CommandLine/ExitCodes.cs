namespace DeepML.CommandLine;

/// <summary>What the process ends with.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>A file that was given cannot be used: the error says which and why.</summary>
    public const int BadInput = 1;

    /// <summary>The command line is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>A fault of the tool.</summary>
    public const int Fault = 3;

    /// <summary>The user has stopped it: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Stopped = 130;
}
