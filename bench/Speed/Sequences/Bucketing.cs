using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// The transformer of <see cref="TransformerClassifier"/> over 5 to 200 keys: batches of like length against ones drawn from all.
/// </summary>
internal sealed class Bucketing : ISpeedWorkload
{
    private const int Shortest = 5, Longest = 200;

    private readonly MLContext _ml = new(seed: 1);
    private readonly IDataView _rows;

    public Bucketing() => _rows = KeySequences.View(_ml, Shortest, Longest);

    public string Name => "bucketing";

    public string? OwnPeer => "unbucketed";

    public string Unit => "sequences";

    public double Run() => TransformerClassifier.SequencesPerSecond(_ml, _rows, bucketByLength: true);

    /// <summary>The peer.</summary>
    public static Func<long> Unbucketed()
    {
        var ml = new MLContext(seed: 1);
        var rows = KeySequences.View(ml, Shortest, Longest);
        return () =>
        {
            TransformerClassifier.SequencesPerSecond(ml, rows, bucketByLength: false);
            return KeySequences.Rows;
        };
    }
}
