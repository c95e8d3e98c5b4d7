using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>A player whose pictures grow while it learns. How far they have is one of its saved numbers.</summary>
internal interface IGrowing
{
    /// <summary>How far pictures have grown.</summary>
    Growth Growth { get; set; }
}

/// <summary>A generator that adds noise of its own to that which it is given.</summary>
internal interface IDrawsNoise
{
    /// <summary>Rows before their last function, in scoring.</summary>
    /// <param name="noise">(batch, latent).</param>
    /// <param name="condition">(batch, condition).</param>
    /// <param name="random">Draws the noise of its own; null takes one that is saved, always the same.</param>
    /// <returns>(batch, row).</returns>
    Tensor Draw(Tensor noise, Tensor condition, Generator? random);
}

/// <summary>A player that makes pictures from the coarse to the fine, and says what is shown to the other one.</summary>
internal interface ILearnsByLevels
{
    /// <summary>Real rows as the discriminator is shown them.</summary>
    /// <param name="rows">(batch, row).</param>
    /// <returns>(batch, shown).</returns>
    Tensor Shown(Tensor rows);

    /// <summary>Rows for the discriminator to judge, before their last function.</summary>
    /// <param name="noise">(batch, latent).</param>
    /// <param name="condition">(batch, condition).</param>
    /// <param name="shown">(batch, shown): real rows of the same conditions.</param>
    /// <returns>(batch, shown).</returns>
    Tensor Try(Tensor noise, Tensor condition, Tensor shown);
}
