namespace DeepML.Bench;

/// <summary>
/// A piece of work that is timed against the same work done by another library in the same run. Constructors must be cheap:
/// data are made at the first run, which is the warm-up.
/// </summary>
internal interface ISpeedWorkload
{
    /// <summary>The name in the issues' tables.</summary>
    string Name { get; }

    /// <summary>The script under bench/peers, and the workload's name in it; null if there is nothing to compare with.</summary>
    (string Script, string Workload)? Peer { get; }

    /// <summary>What is counted per second: rows, images, ...</summary>
    string Unit => "rows";

    /// <summary>Does the work once.</summary>
    /// <returns>Units per second.</returns>
    double Run();
}
