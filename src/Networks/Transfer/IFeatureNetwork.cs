using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A network whose pass can be halted before its answer.</summary>
internal interface IFeatureNetwork
{
    /// <summary>What the last layer before the answer makes of rows.</summary>
    /// <param name="rows">(batch, …).</param>
    /// <param name="lengths">Steps of each sequence, (batch), int64; null where rows are none.</param>
    /// <returns>(batch, …), of which each row has as many numbers.</returns>
    Tensor FeaturesOf(Tensor rows, Tensor? lengths);

    /// <summary>The answer to such features.</summary>
    /// <param name="features">As <see cref="FeaturesOf"/> gives them.</param>
    /// <returns>(batch, answers).</returns>
    Tensor AnswerTo(Tensor features);

    /// <summary>Numbers of a row of features; null where there is no layer before the answer.</summary>
    int? FeatureCount { get; }
}
