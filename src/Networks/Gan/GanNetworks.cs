using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Builds the two players, and what their dense and convolutional forms share.</summary>
internal static class GanNetworks
{
    /// <summary>Slope of the discriminators' rectifiers below zero: Radford et al., arXiv:1511.06434.</summary>
    public const double LeakySlope = 0.2;

    /// <summary>
    /// A generator: noise (batch, latent) and condition (batch, condition) → rows before their last function, (batch, row).
    /// </summary>
    public static Module<Tensor, Tensor, Tensor> Generator(GeneratorArchitecture architecture) =>
        architecture.Growing is { } growing ? growing.Create(architecture)
        : architecture.Picture is null ? new DenseGenerator(architecture) : new ConvolutionalGenerator(architecture);

    /// <summary>
    /// A discriminator: rows (batch, row) and condition (batch, condition) → decisions (batch / rows per decision, 1); one that learns by
    /// levels takes rows as its generator shows them, and has a column for each level.
    /// </summary>
    public static Module<Tensor, Tensor, Tensor> Discriminator(DiscriminatorArchitecture architecture) =>
        architecture.Growing is { } growing ? growing.Create(architecture)
        : architecture.Picture is null ? new DenseDiscriminator(architecture) : new ConvolutionalDiscriminator(architecture);

    /// <summary>
    /// The rectifier of convolutional discriminators; it writes over what it reads, a layer's answer that nothing else needs, so that its
    /// feature maps take no memory of their own.
    /// </summary>
    public static Module<Tensor, Tensor> Rectifier() =>
        new ElementFunction("LeakyReLU", x => x.leaky_relu_(Numbers.Kept(LeakySlope)).alias(), LeakySlope);

    /// <summary>Rows of a generator in scoring, before their last function.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="noise">(batch, latent).</param>
    /// <param name="condition">(batch, condition).</param>
    /// <param name="random">Draws what noise the generator adds; null for one that is always the same.</param>
    public static Tensor Draw(Module<Tensor, Tensor, Tensor> generator, Tensor noise, Tensor condition, Generator? random) =>
        generator is IDrawsNoise noisy ? noisy.Draw(noise, condition, random) : generator.call(noise, condition);

    /// <summary>How much the rows of a batch differ: their standard deviation, as a mean over the numbers of a row.</summary>
    /// <param name="rows">(batch, numbers).</param>
    /// <returns>(batch, 1), the same number in each row.</returns>
    public static Tensor Spread(Tensor rows)
    {
        var variance = (rows - rows.mean([0L], keepdim: true)).Squared().mean([0L]); // (numbers)
        return variance.Plus(1e-8).sqrt().mean().expand(rows.size(0), 1); // (batch, 1); the small number keeps the root's slope finite
    }

    /// <summary>
    /// How much the rows of a batch differ that are to be of one kind: their standard deviation, as a mean over the numbers.
    /// </summary>
    /// <param name="rows">(batch, numbers).</param>
    /// <param name="kinds">(batch, kinds): a single 1 in each row.</param>
    /// <returns>(batch, 1), the same number in each row of a kind; nearly 0 in the only one of its kind.</returns>
    public static Tensor SpreadWithin(Tensor rows, Tensor kinds)
    {
        var others = kinds.mm(kinds.t()); // (batch, batch): 1 where both are of one kind
        var shares = others / others.sum(1, keepdim: true);
        var variance = shares.mm((rows - shares.mm(rows)).Squared()); // (batch, numbers)
        return variance.Plus(1e-8).sqrt().mean([1L], keepdim: true);
    }

    /// <summary>Rows put side by side, so that several are judged at once.</summary>
    /// <param name="rows">(batch, numbers); the batch a multiple of <paramref name="rowsPerDecision"/>.</param>
    /// <param name="rowsPerDecision">Rows in a pack.</param>
    /// <returns>(batch / rows per decision, numbers · rows per decision).</returns>
    public static Tensor Pack(Tensor rows, int rowsPerDecision) =>
        rowsPerDecision == 1 ? rows : rows.reshape(rows.size(0) / rowsPerDecision, rows.size(1) * rowsPerDecision);

    /// <summary>Weights of a picture network as the DCGAN paper has them: normal with deviation 0.02.</summary>
    public static TLayer Small<TLayer>(TLayer layer)
        where TLayer : Module
    {
        foreach (var (name, parameter) in layer.named_parameters())
            if (name.EndsWith("weight", StringComparison.Ordinal) && parameter.dim() > 1)
                init.normal_(parameter, 0, 0.02);
            else if (name.EndsWith("bias", StringComparison.Ordinal))
                init.zeros_(parameter);
        return layer;
    }
}
