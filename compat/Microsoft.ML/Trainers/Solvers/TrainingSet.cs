namespace Microsoft.ML.Trainers.Solvers;

/// <summary>The usable rows of a training view, in memory: features row by row, one label and one weight a row.</summary>
internal sealed class TrainingSet
{
    private readonly List<float[]> _features = [];
    private readonly List<float> _labels = [];
    private readonly List<float> _weights = [];

    public TrainingSet(int featureCount) => FeatureCount = featureCount;

    public int FeatureCount { get; }

    public int Count => _features.Count;

    /// <summary>Number of classes of a key label; 0 for other labels.</summary>
    public int ClassCount { get; init; }

    public ReadOnlySpan<float> Features(int row) => _features[row];

    public float Label(int row) => _labels[row];

    public float Weight(int row) => _weights[row];

    public double TotalWeight => _weights.Sum(weight => (double)weight);

    public void Add(float[] features, float label, float weight)
    {
        _features.Add(features);
        _labels.Add(label);
        _weights.Add(weight);
    }

    /// <summary>The row indices in a new random order (Fisher-Yates).</summary>
    public static void Shuffle(int[] order, Random random)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
