using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML;

public sealed partial class GanAugmenterTransformer
{
    /// <summary>How pictures are made from the coarse to the fine; null if they are not.</summary>
    public GrowingGenerator? Growing => _description.Architecture.Growing;

    /// <summary>
    /// Layers of a <see cref="StyleGenerator"/>, two for each size of a picture from the smallest on, which <see cref="Mix"/> counts from
    /// 0; 0 for another generator.
    /// </summary>
    public int StyleLayers => _sampler.StyleLayers;

    /// <summary>How far styles lie from their class's mean one, as a share of what was learned: see <see cref="Truncate"/>.</summary>
    /// <value>In [0, 1]; 1 as it was fitted.</value>
    public double Truncation => _description.Truncation;

    /// <summary>
    /// Makes a vector whose coarse features are those of one latent and whose fine ones are those of another (Karras et al.,
    /// arXiv:1812.04948, section 3.1). Only a <see cref="StyleGenerator"/> does.
    /// </summary>
    /// <param name="latentA">The style of the layers before <paramref name="layer"/>: <see cref="LatentSize"/> numbers.</param>
    /// <param name="latentB">The style of the layers from there on.</param>
    /// <param name="layer">In [0, <see cref="StyleLayers"/>]: 0 decodes B, and <see cref="StyleLayers"/> decodes A.</param>
    /// <param name="label">Name of the class; needed if there is a label.</param>
    /// <returns>A vector of the feature column, in its own units.</returns>
    /// <exception cref="InvalidOperationException">The augmenter was not fitted with a <see cref="StyleGenerator"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="ArgumentException">A latent has another size, or there is no such class.</exception>
    public float[] Mix(float[] latentA, float[] latentB, int layer, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(latentA);
        ArgumentNullException.ThrowIfNull(latentB);
        using var use = Use();
        var layers = _sampler.Styles.Layers;
        if (layer < 0 || layer > layers)
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"The layer must be in [0, {layers}].");
        var wanted = Wanted([latentA, latentB], label);
        using var scope = NewDisposeScope();
        return Vectors(VectorColumn(), _sampler.Mix(
            tensor(latentA, [1, LatentSize]), tensor(latentB, [1, LatentSize]), layer, wanted))[0];
    }

    /// <summary>
    /// The same generator with styles nearer to the mean one of their class, w' = w̄ + ψ·(w − w̄): pictures become more alike, and
    /// unlikely ones, which were seen seldom and are made badly, are left out (Karras et al., arXiv:1812.04948, appendix B). Only a
    /// <see cref="StyleGenerator"/> does.
    /// </summary>
    /// <param name="psi">ψ, in [0, 1]: 1 leaves styles as they were learned, 0 leaves one for each class.</param>
    /// <returns>
    /// A model with the same weights, to be disposed by itself; it is saved with its ψ. Like one that was loaded it knows no view that it
    /// was fitted to: <see cref="Augment"/> adds its rows.
    /// </returns>
    /// <exception cref="InvalidOperationException">The augmenter was not fitted with a <see cref="StyleGenerator"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ψ is not in [0, 1].</exception>
    public GanAugmenterTransformer Truncate(double psi)
    {
        if (!(psi is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(psi), psi, "Psi must be in [0, 1].");
        using var use = Use();
        _ = _sampler.Styles;
        return new GanAugmenterTransformer(
            Environment, _description with { Truncation = psi }, (nn.Module<Tensor, Tensor, Tensor>)Network, Device);
    }
}
