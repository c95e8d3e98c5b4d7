#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static TransformerEncoderLayer TransformerEncoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(d_model, nhead, dim_feedforward, dropout, activation);
            public static TransformerEncoder TransformerEncoder(TransformerEncoderLayer encoder_layer, long num_layers) => new(encoder_layer, num_layers);
        }
    }

    /// The numbers of a stack of transformer layers, and its weights in the order of the state.
    internal sealed unsafe class TransformerStack(long model, long heads, long feedForward, double dropout, nn.Activations activation)
    {
        const int ParametersPerLayer = 12;

        Parameter[] _parameters = [];

        internal TransformerStack Fresh() => new(model, heads, feedForward, dropout, activation);
        internal void Set(IEnumerable<Parameter> parameters) => _parameters = [.. parameters];

        internal IEnumerable<(string, Parameter)> CreateLayer()
        {
            foreach (var (key, parameter) in AttentionWeights.Create(model)) yield return ($"self_attn.{key}", parameter);
            foreach (var (name, inputs, outputs) in new[] { ("linear1", model, feedForward), ("linear2", feedForward, model) })
            {
                yield return ($"{name}.weight", LayerTools.Uniform(LayerTools.KaimingBound(inputs), outputs, inputs));
                yield return ($"{name}.bias", LayerTools.Uniform(1 / Math.Sqrt(inputs), outputs));
            }
            for (var i = 1; i <= 2; i++)
            {
                yield return ($"norm{i}.weight", LayerTools.Constant(1, model));
                yield return ($"norm{i}.bias", LayerTools.Constant(0, model));
            }
        }

        internal Tensor Encode(Tensor x, Tensor mask, Tensor padding, bool training)
        {
            fixed (IntPtr* p = Handles())
            {
                var result = Native.tb_nn_transformer_encoder(x.Handle, Native.HandleOrNull(mask), Native.HandleOrNull(padding), p,
                    _parameters.Length / ParametersPerLayer, heads, dropout, (int)activation, training.Int());
                return Native.ToTensor(result, x, (mask, padding), this);
            }
        }

        IntPtr[] Handles() => Array.ConvertAll(_parameters, p => p.Handle);

        /// Equal values in storage of its own.
        internal static Parameter Copy(Parameter source)
        {
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            var copy = new Parameter(source.detach().clone(), source.requires_grad);
            copy.DetachFromDisposeScope();
            return copy;
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class TransformerEncoderLayer : nn.Module<Tensor, Tensor>
    {
        internal readonly TransformerStack Stack;

        internal TransformerEncoderLayer(long model, long heads, long feedForward, double dropout, nn.Activations activation) : base(nameof(TransformerEncoderLayer))
        {
            SealComponents();
            Stack = new(model, heads, feedForward, dropout, activation);
            foreach (var (key, parameter) in Stack.CreateLayer()) Own(key, parameter);
            Refresh();
        }

        internal override void Refresh() => Stack.Set(_internal_params.Values);

        public override Tensor forward(Tensor src) => Stack.Encode(src, null, null, training);
        public Tensor call(Tensor src, Tensor src_mask, Tensor src_key_padding_mask) => Stack.Encode(src, src_mask, src_key_padding_mask, training);
        public Tensor call(Tensor src, Tensor src_mask) => Stack.Encode(src, src_mask, null, training);
    }

    public sealed class TransformerEncoder : nn.Module<Tensor, Tensor, Tensor, Tensor>
    {
        public enum Activations { ReLU = 0, GELU = 1 }

        readonly TransformerStack _stack;

        internal TransformerEncoder(TransformerEncoderLayer layer, long layers) : base(nameof(TransformerEncoder))
        {
            SealComponents();
            _stack = layer.Stack.Fresh();
            for (long i = 0; i < layers; i++)
                foreach (var (key, parameter) in layer.named_parameters()) Own($"layers.{i}.{key}", TransformerStack.Copy(parameter));
            Refresh();
        }

        internal override void Refresh() => _stack.Set(_internal_params.Values);

        public override Tensor forward(Tensor src, Tensor src_mask, Tensor src_key_padding_mask) => _stack.Encode(src, src_mask, src_key_padding_mask, training);
        public Tensor call(Tensor src, Tensor src_mask) => base.call(src, src_mask, null);
        public Tensor call(Tensor src) => base.call(src, null, null);
    }
}
