using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>The module of the golden models that hold one of the user's own; its names and settings stay as they are.</summary>
[ArchivedModule("golden")]
public sealed class GoldenModule : nn.Module<Tensor, Tensor>, IArchivedModule<GoldenModule.Sizes>
{
    private const int MostNumbers = 1000;

    private readonly Linear weights;
    private readonly Tensor scale;

    public GoldenModule(Sizes sizes) : base("Golden")
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizes.From, MostNumbers); // sizes from a file that may be damaged
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizes.To, MostNumbers);
        Settings = sizes;
        weights = nn.Linear(sizes.From, sizes.To);
        scale = ones(sizes.From);
        RegisterComponents();
    }

    public Sizes Settings { get; }

    public override Tensor forward(Tensor input) => weights.call(input * scale);

    public sealed record Sizes(int From, int To);
}
