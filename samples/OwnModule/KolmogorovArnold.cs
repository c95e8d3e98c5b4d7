using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Samples;

/// <summary>Sizes of a Kolmogorov–Arnold network.</summary>
/// <param name="Sizes">Numbers in the input, in each layer, and in the answer.</param>
/// <param name="Bumps">Bell curves that each learned function is a sum of.</param>
public sealed record KolmogorovArnoldSettings(int[] Sizes, int Bumps = 8);

/// <summary>
/// A Kolmogorov–Arnold network (Liu et al., arXiv:2404.19756): every edge learns a function of one number, here a sum of bell curves
/// (Li, arXiv:2405.06721), where a perceptron learns one weight.
/// </summary>
[ArchivedModule("kolmogorov-arnold")]
public sealed class KolmogorovArnold : Module<Tensor, Tensor>, IArchivedModule<KolmogorovArnoldSettings>
{
    private readonly Sequential layers;

    public KolmogorovArnold(KolmogorovArnoldSettings settings) : base("KolmogorovArnold")
    {
        Settings = settings;
        layers = Sequential(
            settings.Sizes.Zip(settings.Sizes.Skip(1), (from, to) => (Module<Tensor, Tensor>)new EdgeFunctions(from, to, settings.Bumps)));
        RegisterComponents();
    }

    public KolmogorovArnoldSettings Settings { get; }

    public override Tensor forward(Tensor input) => layers.call(input);

    private sealed class EdgeFunctions : Module<Tensor, Tensor>
    {
        private readonly BatchNorm1d norm;
        private readonly Linear heights;
        private readonly Tensor centres;
        private readonly Tensor width;

        public EdgeFunctions(int from, int to, int bumps) : base("EdgeFunctions")
        {
            norm = BatchNorm1d(from);
            heights = Linear((from * bumps) + from, to);
            centres = linspace(-2, 2, bumps);
            width = tensor(4f / (bumps - 1));
            RegisterComponents();
        }

        // (batch, from) → (batch, to); the numbers are normalized over the batch, so that the curves lie where they are.
        public override Tensor forward(Tensor input)
        {
            var distance = (norm.call(input).unsqueeze(2) - centres) / width;
            return heights.call(cat([(distance * distance).neg().exp().flatten(1), functional.silu(input)], 1));
        }
    }
}
