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
            public static TransformerDecoderLayer TransformerDecoderLayer(long d_model = 512, long nhead = 8, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(d_model, nhead, dim_feedforward, dropout, activation);
            public static TransformerDecoder TransformerDecoder(TransformerDecoderLayer decoder_layer, long num_layers) => new(decoder_layer, num_layers);
            public static Transformer Transformer(long d_model = 512, long nhead = 8, long num_encoder_layers = 6, long num_decoder_layers = 6, long dim_feedforward = 2048, double dropout = 0.1, Activations activation = Activations.ReLU) =>
                new(d_model, nhead, num_encoder_layers, num_decoder_layers, dim_feedforward, dropout, activation);
        }
    }

    /// The numbers of a stack of transformer layers, and its weights in the order of the state.
    internal sealed unsafe class TransformerStack(long model, long heads, long feedForward, double dropout, nn.Activations activation, bool decoder)
    {
        internal const int EncoderParameters = 12, DecoderParameters = 18;

        Parameter[] _parameters = [];

        internal long Model => model;
        internal int ParametersPerLayer => decoder ? DecoderParameters : EncoderParameters;

        internal TransformerStack Fresh() => new(model, heads, feedForward, dropout, activation, decoder);
        internal void Set(IEnumerable<Parameter> parameters) => _parameters = [.. parameters];

        internal IEnumerable<(string, Parameter)> CreateLayer()
        {
            foreach (var block in decoder ? new[] { "self_attn", "multihead_attn" } : ["self_attn"])
                foreach (var (key, parameter) in AttentionWeights.Create(model)) yield return ($"{block}.{key}", parameter);
            foreach (var (name, inputs, outputs) in new[] { ("linear1", model, feedForward), ("linear2", feedForward, model) })
            {
                yield return ($"{name}.weight", LayerTools.Uniform(LayerTools.KaimingBound(inputs), outputs, inputs));
                yield return ($"{name}.bias", LayerTools.Uniform(1 / Math.Sqrt(inputs), outputs));
            }
            for (var i = 1; i <= (decoder ? 3 : 2); i++)
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
                    _parameters.Length / EncoderParameters, heads, dropout, (int)activation, training.Int());
                return Native.ToTensor(result, x, (mask, padding), this);
            }
        }

        internal Tensor Decode(Tensor x, Tensor memory, Tensor mask, Tensor memoryMask, Tensor padding, Tensor memoryPadding, bool training)
        {
            fixed (IntPtr* p = Handles())
            {
                var result = Native.tb_nn_transformer_decoder(x.Handle, memory.Handle, Native.HandleOrNull(mask), Native.HandleOrNull(memoryMask),
                    Native.HandleOrNull(padding), Native.HandleOrNull(memoryPadding), p, _parameters.Length / DecoderParameters, heads, dropout,
                    (int)activation, training.Int());
                return Native.ToTensor(result, x, (memory, mask, memoryMask, padding, memoryPadding), this);
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
            Stack = new(model, heads, feedForward, dropout, activation, false);
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

    public sealed class TransformerDecoderLayer : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>
    {
        internal readonly TransformerStack Stack;

        internal TransformerDecoderLayer(long model, long heads, long feedForward, double dropout, nn.Activations activation) : base(nameof(TransformerDecoderLayer))
        {
            SealComponents();
            Stack = new(model, heads, feedForward, dropout, activation, true);
            foreach (var (key, parameter) in Stack.CreateLayer()) Own(key, parameter);
            Refresh();
        }

        internal override void Refresh() => Stack.Set(_internal_params.Values);

        public override Tensor forward(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor memory_mask, Tensor tgt_key_padding_mask, Tensor memory_key_padding_mask) =>
            Stack.Decode(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask, training);

        public new Tensor call(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor memory_mask = null, Tensor tgt_key_padding_mask = null, Tensor memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);
    }

    public sealed class TransformerDecoder : nn.Module<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor>
    {
        readonly TransformerStack _stack;

        internal TransformerDecoder(TransformerDecoderLayer layer, long layers) : base(nameof(TransformerDecoder))
        {
            SealComponents();
            _stack = layer.Stack.Fresh();
            for (long i = 0; i < layers; i++)
                foreach (var (key, parameter) in layer.named_parameters()) Own($"layers.{i}.{key}", TransformerStack.Copy(parameter));
            Refresh();
        }

        internal override void Refresh() => _stack.Set(_internal_params.Values);

        public override Tensor forward(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor memory_mask = null, Tensor tgt_key_padding_mask = null, Tensor memory_key_padding_mask = null) =>
            _stack.Decode(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask, training);

        public new Tensor call(Tensor tgt, Tensor memory, Tensor tgt_mask, Tensor memory_mask = null, Tensor tgt_key_padding_mask = null, Tensor memory_key_padding_mask = null) =>
            base.call(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask);

        public Tensor call(Tensor tgt, Tensor memory) => base.call(tgt, memory, null, null, null, null);
    }

    /// An encoder and a decoder, each with a norm at its end.
    public sealed class Transformer : nn.Module<Tensor, Tensor, Tensor>
    {
        readonly TransformerStack _encoder, _decoder;

        internal Transformer(long model, long heads, long encoderLayers, long decoderLayers, long feedForward, double dropout, nn.Activations activation)
            : base(nameof(Transformer))
        {
            SealComponents();
            _encoder = new(model, heads, feedForward, dropout, activation, false);
            _decoder = new(model, heads, feedForward, dropout, activation, true);
            foreach (var (part, stack, layers) in new[] { ("encoder", _encoder, encoderLayers), ("decoder", _decoder, decoderLayers) })
            {
                for (long i = 0; i < layers; i++)
                    foreach (var (key, parameter) in stack.CreateLayer()) Own($"{part}.layers.{i}.{key}", parameter);
                Own($"{part}.norm.weight", LayerTools.Constant(1, model));
                Own($"{part}.norm.bias", LayerTools.Constant(0, model));
            }
            foreach (var parameter in _internal_params.Values)
                if (parameter.Rank() > 1) nn.init.xavier_uniform_(parameter);
            Refresh();
        }

        internal override void Refresh()
        {
            _encoder.Set(_internal_params.Entries.Where(e => e.Key.StartsWith("encoder.layers.")).Select(e => e.Value));
            _decoder.Set(_internal_params.Entries.Where(e => e.Key.StartsWith("decoder.layers.")).Select(e => e.Value));
        }

        Tensor Norm(Tensor x, string part)
        {
            Parameter w = Registered($"{part}.norm.weight"), b = Registered($"{part}.norm.bias");
            return Native.ToTensor(Native.tb_nn_layer_norm_last(x.Handle, w.Handle, b.Handle), x, w, b);
        }

        public override Tensor forward(Tensor src, Tensor tgt) => call(src, tgt, null);

        public Tensor call(Tensor src, Tensor tgt, Tensor src_mask, Tensor tgt_mask = null, Tensor memory_mask = null, Tensor src_key_padding_mask = null,
            Tensor tgt_key_padding_mask = null, Tensor memory_key_padding_mask = null)
        {
            using var encoded = _encoder.Encode(src, src_mask, src_key_padding_mask, training);
            using var memory = Norm(encoded, "encoder");
            using var decoded = _decoder.Decode(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask, training);
            return Norm(decoded, "decoder");
        }
    }
}
