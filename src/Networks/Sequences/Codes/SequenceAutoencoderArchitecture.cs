namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="SequenceAutoencoderNetwork"/>.</summary>
/// <param name="Encoder">What reads the sequences.</param>
/// <param name="Decoder">What writes them: one recurrent layer.</param>
/// <param name="CodeSize">Numbers that a sequence is written from.</param>
/// <param name="MaximumLength">Steps that are written at most.</param>
/// <param name="LengthsVary">Whether a code says how long its sequence is; else all have the maximum length. Keys end with a sign.</param>
/// <param name="LogVarianceLimit">
/// Log-variances of codes are cut off at this and at minus this; null if a code is a point and no distribution.
/// </param>
internal sealed record SequenceAutoencoderArchitecture(
    SequenceEncoderArchitecture Encoder, SequenceEncoder Decoder, int CodeSize, int MaximumLength, bool LengthsVary,
    double? LogVarianceLimit = null);
