using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

/// Linear models whose mean loss + L2 (½ ‖w‖² + L1 ‖w‖₁) is minimised by stochastic dual coordinate ascent.
public abstract class SdcaTrainerBase<TOptions, TTransformer, TModel> : StochasticTrainerBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : SdcaTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
{
    private protected SdcaTrainerBase(IHostEnvironment env, string name, TOptions options, SchemaShape.Column label)
        : base(env.Register(name), ScoreColumns.Features(options.FeatureColumnName), label, ScoreColumns.Weight(options.ExampleWeightColumnName))
    {
        SdcaTrainerOptions = options;
        Host.CheckUserArg(options.L2Regularization is null or > 0, nameof(options.L2Regularization), "Must be positive if specified");
        Host.CheckUserArg(options.L1Regularization is null or >= 0, nameof(options.L1Regularization), "Must be non-negative if specified");
        Host.CheckUserArg(options.MaximumNumberOfIterations is null or > 0, nameof(options.MaximumNumberOfIterations), "Must be positive if specified");
        Host.CheckUserArg(options.ConvergenceTolerance is > 0 and <= 1, nameof(options.ConvergenceTolerance), "Must be positive and no larger than 1");
        Host.CheckUserArg(options.BiasLearningRate >= 0, nameof(options.BiasLearningRate), "Must be non-negative");
        Host.CheckUserArg(options.ConvergenceCheckFrequency is null or > 0, nameof(options.ConvergenceCheckFrequency), "Must be positive if specified");
        Host.CheckUserArg(options.NumberOfThreads is null or > 0, nameof(options.NumberOfThreads), "Must be positive if specified");
    }

    private protected TOptions SdcaTrainerOptions { get; }

    private protected SdcaSettings Settings(TrainingSet rows, IChannel channel)
    {
        // A bound for small data that lets every weight be visited half a million times; the duality gap normally ends the search first.
        var iterations = SdcaTrainerOptions.MaximumNumberOfIterations ?? Math.Max(1, 500000 / rows.Count) * 3;
        var l2 = SdcaTrainerOptions.L2Regularization ?? DefaultL2(rows.Count, iterations);
        var l1 = SdcaTrainerOptions.L1Regularization ?? rows.FeatureCount switch { < 100 => 0, < 1000 => 0.25f, < 10000 => 0.5f, _ => 1 };
        channel.Info(MessageSensitivity.None, "Maximum number of iterations {0}, L2 {1}, L1/L2 {2}.", iterations, l2, l1);
        return new SdcaSettings(l2, l1, iterations, SdcaTrainerOptions.ConvergenceTolerance, SdcaTrainerOptions.ConvergenceCheckFrequency ?? 1, SdcaTrainerOptions.BiasLearningRate,
            SdcaTrainerOptions.Shuffle, Host.CheckAlive);
    }

    private protected virtual float DefaultL2(int rowCount, int iterations) => Math.Max(1e-6f, 20f / (Math.Max(2L, iterations / 2) * rowCount));

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        private protected OptionsBase()
        {
        }

        public float? L2Regularization;
        public float? L1Regularization;
        /// An upper limit; one thread is used.
        public int? NumberOfThreads;
        public float ConvergenceTolerance = 0.1f;
        public int? MaximumNumberOfIterations;
        public bool Shuffle = true;
        public int? ConvergenceCheckFrequency;
        public float BiasLearningRate;
    }
}
