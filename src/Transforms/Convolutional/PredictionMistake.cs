namespace DeepML;

/// <summary>A row whose class was predicted wrongly.</summary>
/// <param name="Row">The row, from 0.</param>
/// <param name="Actual">The right class, from 0.</param>
/// <param name="Predicted">The class predicted, from 0.</param>
/// <param name="Probability">How sure the model was of it, in [0, 1].</param>
public sealed record PredictionMistake(long Row, int Actual, int Predicted, float Probability);
