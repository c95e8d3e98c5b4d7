using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

/// Linear models whose summed loss + L1 ‖w‖₁ + L2/2 ‖w‖² is minimised by L-BFGS; biases are not regularised.
public abstract class LbfgsTrainerBase<TOptions, TTransformer, TModel> : TrainerEstimatorBase<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TOptions : LbfgsTrainerBase<TOptions, TTransformer, TModel>.OptionsBase, new()
{
    private protected LbfgsTrainerBase(IHostEnvironment env, string name, TOptions options, SchemaShape.Column label)
        : base(env.Register(name), ScoreColumns.Features(options.FeatureColumnName), label, ScoreColumns.Weight(options.ExampleWeightColumnName))
    {
        LbfgsTrainerOptions = options;
        Host.CheckUserArg(options.L2Regularization >= 0, nameof(options.L2Regularization), "Must be non-negative");
        Host.CheckUserArg(options.L1Regularization >= 0, nameof(options.L1Regularization), "Must be non-negative");
        Host.CheckUserArg(options.OptimizationTolerance > 0, nameof(options.OptimizationTolerance), "Must be positive");
        Host.CheckUserArg(options.HistorySize > 0, nameof(options.HistorySize), "Must be positive");
        Host.CheckUserArg(options.MaximumNumberOfIterations > 0, nameof(options.MaximumNumberOfIterations), "Must be positive");
        Host.CheckUserArg(options.InitialWeightsDiameter >= 0, nameof(options.InitialWeightsDiameter), "Must be non-negative");
        Host.CheckUserArg(options.NumberOfThreads is null or > 0, nameof(options.NumberOfThreads), "Must be positive");
    }

    public override TrainerInfo Info { get; } = new(normalization: true, caching: true);

    private protected TOptions LbfgsTrainerOptions { get; }

    /// Weights of all outputs as <see cref="LinearObjectives"/> lays them out.
    private protected double[] Minimize(TrainingSet rows, int outputs, LinearObjectives.Loss loss, double[] start)
    {
        var width = rows.FeatureCount + 1;
        start ??= Enumerable.Range(0, outputs * width)
            .Select(_ => LbfgsTrainerOptions.InitialWeightsDiameter == 0 ? 0 : LbfgsTrainerOptions.InitialWeightsDiameter * (Host.Rand.NextDouble() - 0.5)).ToArray();
        if (LbfgsTrainerOptions.EnforceNonNegativity)
            for (var i = 0; i < start.Length; i++)
                if (i % width != width - 1)
                    start[i] = Math.Max(0, start[i]);
        var threads = LbfgsTrainerOptions.NumberOfThreads ?? Math.Max(1, Environment.ProcessorCount / 2);
        var solver = new OrthantWiseLbfgs
        {
            L1 = LbfgsTrainerOptions.L1Regularization,
            Tolerance = LbfgsTrainerOptions.OptimizationTolerance,
            HistorySize = LbfgsTrainerOptions.HistorySize,
            MaximumNumberOfIterations = LbfgsTrainerOptions.MaximumNumberOfIterations,
            EnforceNonNegativity = LbfgsTrainerOptions.EnforceNonNegativity,
            IsBias = i => i % width == width - 1,
        };
        return solver.Minimize((weights, gradient) =>
        {
            Host.CheckAlive();
            return LinearObjectives.Regularized(rows, loss, LbfgsTrainerOptions.L2Regularization, threads, weights, gradient);
        }, start);
    }

    public abstract class OptionsBase : TrainerInputBaseWithWeight
    {
        private protected OptionsBase()
        {
        }

        public float L2Regularization = 1;
        public float L1Regularization = 1;
        public float OptimizationTolerance = 1e-7f;
        public int HistorySize = 20;
        public int MaximumNumberOfIterations = int.MaxValue;
        public float InitialWeightsDiameter;
        public int? NumberOfThreads;
        public bool EnforceNonNegativity;
    }
}
