using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

public sealed class RandomizedPcaTrainer : TrainerEstimatorBase<AnomalyPredictionTransformer<PcaModelParameters>, PcaModelParameters>
{
    private readonly Options _options;

    internal RandomizedPcaTrainer(IHostEnvironment env, Options options)
        : base(env.Register("PcaAnomaly", options.Seed), ScoreColumns.Features(options.FeatureColumnName), default, ScoreColumns.Weight(options.ExampleWeightColumnName))
    {
        _options = options;
        Host.CheckUserArg(options.Rank > 0, nameof(options.Rank), "Rank must be positive");
        Host.CheckUserArg(options.Oversampling >= 0, nameof(options.Oversampling), "Oversampling must be non-negative");
    }

    public override TrainerInfo Info { get; } = new(normalization: false, caching: false);

    private protected override SchemaShape.Column[] GetOutputColumns(SchemaShape inputSchema) => ScoreColumns.BinaryShape();

    private protected override PcaModelParameters Train(TrainingSet rows, IChannel channel, object start)
    {
        Host.CheckUserArg(_options.Rank <= rows.FeatureCount, nameof(_options.Rank), "Rank must not exceed the number of features");
        var (mean, vectors) = RandomizedPrincipalComponents.Find(rows, _options.Rank, _options.Oversampling, _options.EnsureZeroMean, Host.Rand);
        return new PcaModelParameters(ToSingle(mean), Array.ConvertAll(vectors, ToSingle));
    }

    private protected override AnomalyPredictionTransformer<PcaModelParameters> MakeTransformer(PcaModelParameters model, DataViewSchema trainSchema) =>
        new(Host, model, trainSchema[FeatureColumn.Name].Type, FeatureColumn.Name);

    private static float[] ToSingle(double[] values) => Array.ConvertAll(values, value => (float)value);

    public sealed class Options : UnsupervisedTrainerInputBaseWithWeight
    {
        public int Rank = 20;
        public int Oversampling = 20;
        public bool EnsureZeroMean = true;
        public int? Seed;
    }
}
