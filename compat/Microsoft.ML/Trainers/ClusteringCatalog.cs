using Microsoft.ML.Data;
using Microsoft.ML.Evaluation;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class ClusteringCatalog : TrainCatalogBase
{
    internal ClusteringCatalog(IHostEnvironment env) : base(env, nameof(ClusteringCatalog))
    {
        Trainers = new ClusteringTrainers(this);
    }

    public ClusteringTrainers Trainers { get; }

    public ClusteringMetrics Evaluate(IDataView data, string labelColumnName = null, string scoreColumnName = "Score", string featureColumnName = null) =>
        ClusteringEvaluator.Evaluate(data, labelColumnName, scoreColumnName, featureColumnName);

    public IReadOnlyList<CrossValidationResult<ClusteringMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator,
        int numberOfFolds = 5, string labelColumnName = null, string featuresColumnName = null, string samplingKeyColumnName = null, int? seed = null) =>
        CrossValidateWith(data, estimator, numberOfFolds, samplingKeyColumnName, seed,
            scored => Evaluate(scored, labelColumnName, featureColumnName: featuresColumnName));

    public sealed class ClusteringTrainers : CatalogInstantiatorBase
    {
        internal ClusteringTrainers(ClusteringCatalog catalog) : base(catalog)
        {
        }
    }
}
