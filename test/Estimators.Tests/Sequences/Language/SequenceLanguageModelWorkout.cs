using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class SequenceLanguageModelWorkout : EstimatorWorkout<SequenceLanguageModelTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys"];

    protected override IEstimator<SequenceLanguageModelTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.SequenceLanguageModel("Bits", "Keys", new SequenceLanguageModelOptions
        {
            Encoder = new TransformerEncoder { HiddenSize = 8, HeadCount = 2, Causal = true, Positions = new RotaryPositions() },
            EmbeddingSize = 4,
            SegmentLength = 6,
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}
