namespace DeepML;

/// <summary>Architecture and training of a network that tags every step of a sequence.</summary>
public sealed record SequenceTaggerOptions : SequenceStepsOptions;
