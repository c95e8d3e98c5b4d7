#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static MultiheadAttention MultiheadAttention(long embedded_dim, long num_heads, double dropout = 0.0, bool bias = true, bool add_bias_kv = false,
                bool add_zero_attn = false, long? kdim = null, long? vdim = null) =>
                new(embedded_dim, num_heads, dropout, bias, add_bias_kv, add_zero_attn, kdim, vdim);
        }
    }

    /// Weights of attention blocks as libtorch draws them.
    internal static class AttentionWeights
    {
        /// Xavier-uniform input projections, zero biases.
        internal static IEnumerable<(string, Parameter)> Create(long embedding, bool bias = true, bool extra = false, long? keys = null, long? values = null)
        {
            var outWeight = LayerTools.Uniform(LayerTools.KaimingBound(embedding), embedding, embedding);
            long k = keys ?? embedding, v = values ?? embedding;
            if (k == embedding && v == embedding)
            {
                yield return ("in_proj_weight", Xavier(3 * embedding, embedding));
            }
            else
            {
                yield return ("q_proj_weight", Xavier(embedding, embedding));
                yield return ("k_proj_weight", Xavier(embedding, k));
                yield return ("v_proj_weight", Xavier(embedding, v));
            }
            if (bias) yield return ("in_proj_bias", LayerTools.Constant(0, 3 * embedding));
            if (extra) yield return ("bias_k", LayerTools.Normal(0, Math.Sqrt(2.0 / (embedding + embedding)), 1, 1, embedding));
            if (extra) yield return ("bias_v", LayerTools.Normal(0, Math.Sqrt(2.0 / (embedding + embedding)), 1, 1, embedding));
            yield return ("out_proj.weight", outWeight);
            if (bias) yield return ("out_proj.bias", LayerTools.Constant(0, embedding));
        }

        static Parameter Xavier(long rows, long columns) => LayerTools.Uniform(Math.Sqrt(6.0 / (rows + columns)), rows, columns);
    }
}

namespace TorchSharp.Modules
{
    public sealed class MultiheadAttention : nn.Module<Tensor, Tensor, Tensor, Tensor, bool, Tensor, Tuple<Tensor, Tensor>>
    {
        static readonly string[] s_names =
            ["in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight", "in_proj_bias", "bias_k", "bias_v", "out_proj.weight", "out_proj.bias"];

        readonly long _heads;
        readonly double _dropout;
        readonly bool _zeroAttention;
        Parameter[] _parameters;

        internal MultiheadAttention(long embedding, long heads, double dropout, bool bias, bool extra, bool zeroAttention, long? keys, long? values)
            : base(nameof(MultiheadAttention))
        {
            SealComponents();
            if (heads <= 0 || embedding % heads != 0)
                throw new System.Runtime.InteropServices.ExternalException("embed_dim must be divisible by num_heads");
            (_heads, _dropout, _zeroAttention) = (heads, dropout, zeroAttention);
            foreach (var (key, parameter) in AttentionWeights.Create(embedding, bias, extra, keys, values)) Own(key, parameter);
            Refresh();
        }

        internal override void Refresh() => _parameters = Array.ConvertAll(s_names, Registered);

        public override unsafe Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor key_padding_mask, bool need_weights, Tensor attn_mask)
        {
            var outputs = stackalloc IntPtr[2];
            var handles = stackalloc IntPtr[s_names.Length];
            for (var i = 0; i < s_names.Length; i++) handles[i] = Native.HandleOrNull(_parameters[i]);
            Native.Check(Native.tb_nn_attention(query.Handle, key.Handle, value.Handle, handles, _heads, _dropout, training.Int(), _zeroAttention.Int(),
                Native.HandleOrNull(key_padding_mask), need_weights.Int(), Native.HandleOrNull(attn_mask), outputs));
            GC.KeepAlive((query, key, value, key_padding_mask, attn_mask, this));
            // Weights that were not asked for are an object without a tensor.
            return Tuple.Create(Native.ToTensor(outputs[0]), new Tensor(outputs[1]));
        }

        public new Tuple<Tensor, Tensor> call(Tensor query, Tensor key, Tensor value, Tensor key_padding_mask = null, bool need_weights = true, Tensor attn_mask = null) =>
            base.call(query, key, value, key_padding_mask, need_weights, attn_mask);
    }
}
