using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class MulticlassRecurrentWorkout : EstimatorWorkout<RecurrentNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override IEstimator<RecurrentNetworkTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = new LstmEncoder { HiddenSize = 6 },
            EmbeddingSize = 4,
            Bidirectional = true,
            Pooling = SequencePooling.Attention,
            Outputs = new SequenceOutputs { AttentionWeights = "Weights" },
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.WithClass(ml);
}

[TestClass]
public sealed class BinaryRecurrentWorkout : EstimatorWorkout<RecurrentNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Numbers", "StartsWithOne"];

    protected override IEstimator<RecurrentNetworkTransformer> CreateEstimator(MLContext ml) =>
        ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Numbers",
            LabelColumnName = "StartsWithOne",
            StepSize = 2,
            Encoder = new GruEncoder { HiddenSize = 6, LayerCount = 2, Dropout = 0.2 },
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class RegressionRecurrentWorkout : EstimatorWorkout<RecurrentNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Numbers", "First"];

    protected override IEstimator<RecurrentNetworkTransformer> CreateEstimator(MLContext ml) =>
        ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Numbers",
            LabelColumnName = "First",
            Encoder = new PeepholeLstmEncoder { HiddenSize = 6 },
            SegmentLength = 3,
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class TaggerWorkout : EstimatorWorkout<SequenceTaggerTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Next"];

    protected override IEstimator<SequenceTaggerTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.TagSequence("Tags", "Keys", "Next",
            new SequenceTaggerOptions { Encoder = new LstmEncoder { HiddenSize = 6 }, EmbeddingSize = 4, Training = Sequences.Quick(12) });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class AttentionTaggerWorkout : EstimatorWorkout<SequenceTaggerTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Next"];

    protected override IEstimator<SequenceTaggerTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.TagSequence("Tags", "Keys", "Next", new SequenceTaggerOptions
        {
            Encoder = new AttentionLstmEncoder { HiddenSize = 6, LayerCount = 2, AttentionSize = 3 },
            EmbeddingSize = 4,
            Outputs = new SequenceOutputs { AttentionWeights = "Weights" },
            Training = Sequences.Quick(8),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class StepRegressorWorkout : EstimatorWorkout<StepRegressorTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Numbers", "Keys"];

    protected override IEstimator<StepRegressorTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.PredictSteps("Steps", "Keys", "Numbers", new StepRegressorOptions
        {
            LabelSize = 2,
            Encoder = new TransformerEncoder { HiddenSize = 8, HeadCount = 2, FeedForwardSize = 8, Dropout = 0.1 },
            EmbeddingSize = 4,
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class SequenceToSequenceWorkout : EstimatorWorkout<SequenceToSequenceTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Reversed"];

    protected override IEstimator<SequenceToSequenceTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.SequenceToSequence("Output", "Keys", "Reversed", new SequenceToSequenceOptions
        {
            Encoder = new GruEncoder { HiddenSize = 8 },
            EmbeddingSize = 4,
            BeamWidth = 2,
            Outputs = new SequenceOutputs { AttentionWeights = "Weights" },
            Training = Sequences.Quick(6),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class TransformerClassifierWorkout : EstimatorWorkout<RecurrentNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override IEstimator<RecurrentNetworkTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = new TransformerEncoder { HiddenSize = 8, HeadCount = 2, Dropout = 0.1, Positions = new RotaryPositions() },
            EmbeddingSize = 4,
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.WithClass(ml);
}

[TestClass]
public sealed class TransformerWriterWorkout : EstimatorWorkout<SequenceToSequenceTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Reversed"];

    protected override IEstimator<SequenceToSequenceTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.SequenceToSequence("Output", "Keys", "Reversed", new SequenceToSequenceOptions
        {
            Encoder = new TransformerEncoder { HiddenSize = 8, HeadCount = 2, Positions = new LearnedPositions { MaximumLength = 12 } },
            EmbeddingSize = 4,
            BeamWidth = 2,
            TeacherForcing = 0.8,
            Outputs = new SequenceOutputs { AttentionWeights = "Weights" },
            Training = Sequences.Quick(6),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class SequenceAutoencoderWorkout : EstimatorWorkout<SequenceAutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys"];

    protected override IEstimator<SequenceAutoencoderTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.SequenceAutoencoder("Code", "Keys", new SequenceAutoencoderOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 8 },
            EmbeddingSize = 4,
            CodeSize = 5,
            KeyDropout = 0.2,
            Variational = new VariationalCode { Beta = 0.01 },
            Outputs = new SequenceAutoencoderOutputs { Reconstruction = "Again", Error = "Error" },
            Training = Sequences.Quick(6),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class NumberAutoencoderWorkout : EstimatorWorkout<SequenceAutoencoderTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Numbers"];

    protected override IEstimator<SequenceAutoencoderTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.SequenceAutoencoder("Code", "Numbers", new SequenceAutoencoderOptions
        {
            StepSize = 2,
            Encoder = new TransformerEncoder { HiddenSize = 8, HeadCount = 2 },
            CodeSize = 5,
            Outputs = new SequenceAutoencoderOutputs { Reconstruction = "Again", Error = "Error" },
            Training = Sequences.Quick(4),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class SequenceLabellingWorkout : EstimatorWorkout<SequenceLabellingTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys", "Runs"];

    protected override IEstimator<SequenceLabellingTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.SequenceLabelling("Read", "Keys", "Runs", new SequenceLabellingOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 4 },
            Bidirectional = false,
            EmbeddingSize = 4,
            BeamWidth = 3,
            Training = Sequences.Quick(6),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}
