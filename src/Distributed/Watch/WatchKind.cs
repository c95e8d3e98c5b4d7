namespace DeepML.Distributed;

/// <summary>Kinds of <see cref="WatchMessage"/>.</summary>
internal enum WatchKind : byte
{
    /// <summary>The sender lives.</summary>
    Alive,

    /// <summary>The sender has done all that it joined for, and waits for the others to say the same.</summary>
    Leaves,

    /// <summary>The sender ends the connection.</summary>
    Ends,

    /// <summary>A process is lost to the others, the sender or another one.</summary>
    Lost,
}
