using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>A generator that answers with its latent and what was asked for: of a row one can tell what it was made from.</summary>
internal sealed class EchoGenerator() : nn.Module<Tensor, Tensor, Tensor>("Echo")
{
    public override Tensor forward(Tensor noise, Tensor condition) => cat([noise, condition], 1);
}
