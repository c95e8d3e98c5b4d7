using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.OwnModules.Tests;

/// <summary>The smallest module that can be saved.</summary>
[ArchivedModule("linear")]
public sealed class LinearModule : nn.Module<Tensor, Tensor>, IArchivedModule<LinearModule.Sizes>
{
    private readonly Linear weights;

    public LinearModule(Sizes sizes) : base("Linear")
    {
        Settings = sizes;
        weights = nn.Linear(sizes.From, sizes.To);
        RegisterComponents();
    }

    public Sizes Settings { get; }

    public override Tensor forward(Tensor input) => weights.call(input);

    public sealed record Sizes(int From, int To);
}
