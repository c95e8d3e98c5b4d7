using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.Contracts;

/// <summary>A module as a user would bring it.</summary>
[ArchivedModule("two layers")]
public sealed class TwoLayers : nn.Module<Tensor, Tensor>, IArchivedModule<TwoLayers.Sizes>
{
    private readonly Linear first;
    private readonly Linear second;

    public TwoLayers(Sizes sizes) : base("TwoLayers")
    {
        Settings = sizes;
        first = nn.Linear(sizes.From, sizes.Hidden);
        second = nn.Linear(sizes.Hidden, sizes.To);
        RegisterComponents();
    }

    public Sizes Settings { get; }

    public override Tensor forward(Tensor rows) => second.call(first.call(rows).tanh());

    public sealed record Sizes(int From, int Hidden, int To);
}
