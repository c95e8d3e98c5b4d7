using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public abstract class TrainCatalogBase : IInternalCatalog
{
    private protected TrainCatalogBase(IHostEnvironment env, string registrationName)
    {
        Environment = env; // not a host of its own: what the user sets on the context later must reach the trainers
    }

    IHostEnvironment IInternalCatalog.Environment => Environment;

    internal IHostEnvironment Environment { get; }

    /// <summary>Fits the estimator once a fold and evaluates each model on the rows it has not seen.</summary>
    private protected IReadOnlyList<CrossValidationResult<T>> CrossValidateWith<T>(IDataView data, IEstimator<ITransformer> estimator,
        int numberOfFolds, string samplingKeyColumnName, int? seed, Func<IDataView, T> evaluate) where T : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(estimator);
        if (numberOfFolds < 2)
            throw new ArgumentOutOfRangeException(nameof(numberOfFolds), numberOfFolds, "At least two folds are needed");
        var folds = new DataOperationsCatalog(Environment).CrossValidationSplit(data, numberOfFolds, samplingKeyColumnName, seed);
        var results = new List<CrossValidationResult<T>>(numberOfFolds);
        foreach (var fold in folds)
        {
            var model = estimator.Fit(fold.TrainSet);
            // A chain's own mapping leaves out its test-only members; held-out rows need every member.
            var scored = model is ITransformerChainAccessor chain
                ? chain.Transformers.Aggregate(fold.TestSet, (view, member) => member.Transform(view))
                : model.Transform(fold.TestSet);
            results.Add(new CrossValidationResult<T>(model, evaluate(scored), scored, results.Count));
        }
        return results;
    }

    public sealed class CrossValidationResult<T> where T : class
    {
        public readonly T Metrics;
        public readonly ITransformer Model;
        public readonly IDataView ScoredHoldOutSet;
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scores, int fold)
        {
            Model = model;
            Metrics = metrics;
            ScoredHoldOutSet = scores;
            Fold = fold;
        }
    }

    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        private protected CatalogInstantiatorBase(TrainCatalogBase catalog) => Owner = catalog;

        IHostEnvironment IInternalCatalog.Environment => Owner.Environment;

        internal TrainCatalogBase Owner { get; }
    }
}
