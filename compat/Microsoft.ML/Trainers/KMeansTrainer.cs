using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

public class KMeansTrainer : TrainerEstimatorBase<ClusteringPredictionTransformer<KMeansModelParameters>, KMeansModelParameters>
{
    private readonly Options _options;

    internal KMeansTrainer(IHostEnvironment env, Options options)
        : base(env.Register("KMeansPlusPlus"), ScoreColumns.Features(options.FeatureColumnName), default, ScoreColumns.Weight(options.ExampleWeightColumnName))
    {
        _options = options;
        Host.CheckUserArg(options.NumberOfClusters > 0, nameof(options.NumberOfClusters), "Must be positive");
        Host.CheckUserArg(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
        Host.CheckUserArg(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Tolerance must be positive");
    }

    public override TrainerInfo Info { get; } = new(normalization: true, caching: true);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema) => ScoreColumns.ClusteringShape();

    private protected override KMeansModelParameters Train(TrainingSet rows, IChannel channel, object start)
    {
        Host.Check(rows.Count >= _options.NumberOfClusters, $"There are fewer rows ({rows.Count}) than clusters ({_options.NumberOfClusters})");
        // Yinyang is a faster way to the same assignments from spread centroids; at this scale plain iterations do.
        var centroids = KMeansSolver.Find(rows, _options.NumberOfClusters, _options.InitializationAlgorithm != InitializationAlgorithm.Random,
            _options.MaximumNumberOfIterations, _options.OptimizationTolerance, Host.Rand);
        return new KMeansModelParameters(Array.ConvertAll(centroids, centroid => Array.ConvertAll(centroid, value => (float)value)));
    }

    private protected override ClusteringPredictionTransformer<KMeansModelParameters> MakeTransformer(KMeansModelParameters model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema[FeatureColumn.Name].Type, FeatureColumn.Name);

    public enum InitializationAlgorithm
    {
        KMeansPlusPlus = 0,
        Random = 1,
        KMeansYinyang = 2,
    }

    public sealed class Options : UnsupervisedTrainerInputBaseWithWeight
    {
        public int NumberOfClusters = 5;
        public InitializationAlgorithm InitializationAlgorithm = InitializationAlgorithm.KMeansYinyang;
        public float OptimizationTolerance = 1e-7f;
        public int MaximumNumberOfIterations = 1000;
    }
}
