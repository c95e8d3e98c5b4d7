namespace DeepML.Networks;

/// <summary>A module whose weights do not lie as torch's do, so that it must spread its first ones itself.</summary>
internal interface IDrawsOwnWeights
{
    /// <summary>Draws the weights from torch's generator and sets its biases to what they start from.</summary>
    /// <param name="method">How they are spread; never automatic.</param>
    void Draw(WeightInitialization method);
}
