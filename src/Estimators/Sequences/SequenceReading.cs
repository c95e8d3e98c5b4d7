using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>How a network reads sequences, all choices made.</summary>
/// <param name="Encoder">What reads step by step.</param>
/// <param name="Bidirectional">Whether every layer also reads backwards.</param>
/// <param name="Pooling">How the steps become one summary.</param>
/// <param name="LearningRate">The rate that suits it, unless the options give one; null for the usual one.</param>
/// <param name="WorkShare">Share of the usual work that its training may take.</param>
internal sealed record SequenceReading(
    SequenceEncoder Encoder, bool Bidirectional, SequencePooling Pooling, double? LearningRate = null, double WorkShare = 1)
{
    /// <summary>Makes the choices that options leave open.</summary>
    /// <param name="encoder">What reads step by step; null to choose it.</param>
    /// <param name="bidirectional">Whether every layer also reads backwards; null for no.</param>
    /// <param name="pooling">How the steps become one summary; null for what suits the encoder.</param>
    /// <param name="shape">The sequences.</param>
    /// <param name="inSegments">Whether they are cut into segments, from which a state is carried on.</param>
    /// <param name="chosen">Receives an encoder that is chosen.</param>
    public static SequenceReading Of(
        SequenceEncoder? encoder, bool? bidirectional, SequencePooling? pooling, SequenceShape shape, bool inSegments,
        ICollection<AutomaticChoice> chosen)
    {
        if (encoder is not null)
            return new SequenceReading(
                encoder, bidirectional ?? false, pooling ?? (encoder.SeesAhead ? SequencePooling.Mean : SequencePooling.Last));
        if (shape.KeyCount > 0 || inSegments)
        {
            chosen.Add(new AutomaticChoice(
                nameof(Encoder), nameof(LstmEncoder), shape.KeyCount > 0 ? "steps are keys" : "sequences in segments"));
            return new SequenceReading(new LstmEncoder(), bidirectional ?? false, pooling ?? SequencePooling.Last);
        }
        chosen.Add(new AutomaticChoice(nameof(Encoder), nameof(TimeDelayEncoder), "steps are numbers"));
        return new SequenceReading(
            new TimeDelayEncoder { HiddenSize = 64, LayerCount = 2, Taps = 5 }, bidirectional ?? false,
            pooling ?? SequencePooling.Attention);
    }
}
