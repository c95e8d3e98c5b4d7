namespace DeepML.Estimators;

/// <summary>How a network reads sequences, all choices made.</summary>
/// <param name="Encoder">What reads step by step.</param>
/// <param name="Bidirectional">Whether every layer also reads backwards.</param>
/// <param name="Pooling">How the steps become one summary.</param>
internal sealed record SequenceReading(SequenceEncoder Encoder, bool Bidirectional, SequencePooling Pooling);
