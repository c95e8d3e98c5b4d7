namespace DeepML.Bench;

/// <summary>
/// A piece of work that is timed against the same work done without this library in the same run. Constructors must be cheap:
/// data are made at the first run, which is the warm-up.
/// </summary>
internal interface ISpeedWorkload
{
    /// <summary>The name in the issues' tables, and of the peers: the plain TorchSharp loop, and the one in the Python script.</summary>
    string Name { get; }

    /// <summary>The script under bench/Peers/python that does the same; null if there is no peer at all, in TorchSharp neither.</summary>
    string? PythonPeer => null;

    /// <summary>The workload whose peers it is measured against, where they do the same work in another way.</summary>
    string PeerName => Name;

    /// <summary>
    /// What the same library does in another way is called, where that is the one peer, in a process of its own; null where there is none.
    /// </summary>
    string? OwnPeer => null;

    /// <summary>Whether that script has a further peer that uses scikit-learn, under the name and "_sklearn".</summary>
    bool HasScikitLearnPeer => false;

    /// <summary>What is counted per second: rows, images, ...</summary>
    string Unit => "rows";

    /// <summary>Does the work once.</summary>
    /// <returns>Units per second.</returns>
    double Run();
}
