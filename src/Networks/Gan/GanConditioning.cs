namespace DeepML;

/// <summary>
/// How the discriminator is told the class, or the condition, of the row it judges; the generator gets it beside the noise.
/// </summary>
public enum GanConditioning
{
    /// <summary>
    /// The inner product of an embedded class and the last hidden layer joins the decision: Miyato and Koyama, arXiv:1802.05637.
    /// </summary>
    Projection,

    /// <summary>The class joins the row as further inputs, or an image as further channels: Mirza and Osindero, arXiv:1411.1784.</summary>
    Concatenation,
}
