using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

/// Linear models that learn from one example after the other.
public abstract class OnlineLinearTrainer<TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private protected OnlineLinearTrainer(IHostEnvironment env, string name, OnlineLinearOptions options, SchemaShape.Column label)
        : base(env.Register(name), ScoreColumns.Features(options.FeatureColumnName), label, default)
    {
        Host.CheckUserArg(options.NumberOfIterations > 0, nameof(options.NumberOfIterations), "Must be positive");
        Host.CheckUserArg(options.InitialWeightsDiameter >= 0, nameof(options.InitialWeightsDiameter), "Must be non-negative");
    }

    public override TrainerInfo Info { get; } = new(normalization: true, caching: true);

    public TTransformer Fit(IDataView trainData, LinearModelParameters modelParameters) => FitFrom(trainData, modelParameters);
}

public abstract class AveragedLinearTrainer<TTransformer, TModel> : OnlineLinearTrainer<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private readonly AveragedLinearOptions _options;

    private protected AveragedLinearTrainer(IHostEnvironment env, string name, AveragedLinearOptions options, SchemaShape.Column label)
        : base(env, name, options, label)
    {
        _options = options;
        Host.CheckUserArg(options.LearningRate > 0, nameof(options.LearningRate), "Must be positive");
        Host.CheckUserArg(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
    }

    private protected (float[] Weights, float Bias) Learn(TrainingSet rows, IScalarLoss loss, object start)
    {
        var initial = start is LinearModelParameters model
            ? LinearWeights.Join(model)
            : Enumerable.Range(0, rows.FeatureCount + 1).Select(_ => _options.InitialWeightsDiameter == 0 ? 0 : _options.InitialWeightsDiameter * (Host.Rand.NextDouble() - 0.5)).ToArray();
        var learned = new AveragedGradientDescent(rows, _options, loss).Minimize(initial, Host.Rand);
        Host.Check(learned.All(weight => float.IsFinite((float)weight)),
            "The weights/bias contain invalid values (NaN or Infinite). Potential causes: high learning rates, no normalization, high initial weights, etc.");
        return LinearWeights.Split(learned);
    }
}
