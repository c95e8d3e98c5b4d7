// Recurrent layers, packed sequences, attention, transformer layers.
#include "bridge.h"

namespace
{
    at::Tensor zero_state(const at::Tensor& x, int64_t layers, int64_t batch, int64_t hidden)
    {
        return at::zeros({ layers, batch, hidden }, x.options().requires_grad(false));
    }
}

// kind: 0 ReLU, 1 tanh, 2 GRU, 3 LSTM. Absent states are zeros. outputs: the sequence, h and (LSTM) c.
TB_EXPORT int tb_nn_rnn(int kind, TensorHandle x, TensorHandle batch_sizes, TensorHandle h0, TensorHandle c0, const TensorHandle* weights,
    int weight_count, int has_biases, int64_t layers, int64_t hidden, double dropout, int training, int bidirectional, int batch_first,
    TensorHandle* outputs)
{
    return tb::status([&] {
        auto parameters = tb::tensors(weights, weight_count);
        auto rank = batch_sizes ? 2 : 3;
        TORCH_CHECK(x->dim() == rank, "input must have ", rank, " dimensions, got ", x->dim());
        auto batch = batch_sizes ? (*batch_sizes)[0].item<int64_t>() : x->size(batch_first ? 0 : 1);
        auto rows = layers * (bidirectional ? 2 : 1);
        TORCH_CHECK(x->size(-1) == parameters[0].size(1), "input.size(-1) must be equal to input_size. Expected ", parameters[0].size(1),
            ", got ", x->size(-1));
        auto h = h0 ? *h0 : zero_state(*x, rows, batch, hidden);
        TORCH_CHECK(h.dim() == 3 && h.size(0) == rows && h.size(1) == batch && h.size(2) == hidden, "Expected hidden size [", rows, ", ", batch,
            ", ", hidden, "], got ", h.sizes());
        if (kind == 3) {
            auto c = c0 ? *c0 : zero_state(*x, rows, batch, hidden);
            TORCH_CHECK(c.sizes().equals(h.sizes()), "Expected cell size ", h.sizes(), ", got ", c.sizes());
            at::Tensor states[] = { h, c };
            auto [out, hn, cn] = batch_sizes
                ? at::lstm(*x, *batch_sizes, states, parameters, has_biases, layers, dropout, training, bidirectional)
                : at::lstm(*x, states, parameters, has_biases, layers, dropout, training, bidirectional, batch_first);
            tb_store(outputs, out, hn, cn);
            return;
        }
        std::tuple<at::Tensor, at::Tensor> result;
        if (batch_sizes) {
            result = kind == 0 ? at::rnn_relu(*x, *batch_sizes, h, parameters, has_biases, layers, dropout, training, bidirectional)
                : kind == 1    ? at::rnn_tanh(*x, *batch_sizes, h, parameters, has_biases, layers, dropout, training, bidirectional)
                               : at::gru(*x, *batch_sizes, h, parameters, has_biases, layers, dropout, training, bidirectional);
        }
        else {
            result = kind == 0 ? at::rnn_relu(*x, h, parameters, has_biases, layers, dropout, training, bidirectional, batch_first)
                : kind == 1    ? at::rnn_tanh(*x, h, parameters, has_biases, layers, dropout, training, bidirectional, batch_first)
                               : at::gru(*x, h, parameters, has_biases, layers, dropout, training, bidirectional, batch_first);
        }
        tb_store(outputs, std::get<0>(result), std::get<1>(result));
    });
}

// kind as above; one step on (N, in) or (in).
TB_EXPORT int tb_nn_rnn_cell(int kind, TensorHandle x, TensorHandle h0, TensorHandle c0, TensorHandle w_ih, TensorHandle w_hh, TensorHandle b_ih,
    TensorHandle b_hh, TensorHandle* outputs)
{
    return tb::status([&] {
        auto single = x->dim() == 1;
        TORCH_CHECK(single || x->dim() == 2, "Expected input to be 1-D or 2-D but received ", x->dim(), "-D tensor");
        auto input = single ? x->unsqueeze(0) : *x;
        auto state = [&](TensorHandle s) {
            return !s ? at::zeros({ input.size(0), w_hh->size(1) }, input.options().requires_grad(false)) : single ? s->unsqueeze(0) : *s;
        };
        auto shaped = [&](const at::Tensor& t) { return single ? t.squeeze(0) : t; };
        auto bi = tb::optional_tensor(b_ih), bh = tb::optional_tensor(b_hh);
        if (kind == 3) {
            TORCH_CHECK(h0 && c0, "an LSTM cell needs its initial states");
            at::Tensor states[] = { state(h0), state(c0) };
            auto [h, c] = at::lstm_cell(input, states, *w_ih, *w_hh, bi, bh);
            tb_store(outputs, shaped(h), shaped(c));
            return;
        }
        auto h = kind == 0 ? at::rnn_relu_cell(input, state(h0), *w_ih, *w_hh, bi, bh)
            : kind == 1    ? at::rnn_tanh_cell(input, state(h0), *w_ih, *w_hh, bi, bh)
                           : at::gru_cell(input, state(h0), *w_ih, *w_hh, bi, bh);
        tb_store(outputs, shaped(h));
    });
}

// outputs: data, batch_sizes, sorted_indices, unsorted_indices (the last two null when the lengths were sorted already)
TB_EXPORT int tb_nn_pack_padded(TensorHandle x, TensorHandle lengths, int batch_first, int enforce_sorted, TensorHandle* outputs)
{
    return tb::status([&] {
        auto input = *x;
        auto counts = lengths->to(at::kCPU, at::kLong);
        at::Tensor sorted, unsorted;
        if (!enforce_sorted) {
            std::tie(counts, sorted) = at::sort(counts, -1, true);
            sorted = sorted.to(input.device());
            unsorted = at::empty_like(sorted).scatter_(0, sorted, at::arange(sorted.numel(), sorted.options()));
            input = input.index_select(batch_first ? 0 : 1, sorted);
        }
        auto [data, batch_sizes] = at::_pack_padded_sequence(input, counts, batch_first);
        outputs[0] = tb::make(data);
        outputs[1] = tb::make(batch_sizes);
        outputs[2] = sorted.defined() ? tb::make(sorted) : nullptr;
        outputs[3] = unsorted.defined() ? tb::make(unsorted) : nullptr;
    });
}

// total < 0: the longest sequence decides
TB_EXPORT int tb_nn_pad_packed(TensorHandle data, TensorHandle batch_sizes, TensorHandle unsorted, int batch_first, double value, int64_t total,
    TensorHandle* outputs)
{
    return tb::status([&] {
        auto length = batch_sizes->size(0);
        TORCH_CHECK(total < 0 || total >= length, "Expected total_length to be at least the length of the longest sequence in input, but got ", total,
            " and ", length);
        auto [padded, lengths] = at::_pad_packed_sequence(*data, *batch_sizes, batch_first, value, total < 0 ? length : total);
        if (unsorted) {
            padded = padded.index_select(batch_first ? 0 : 1, *unsorted);
            lengths = lengths.index_select(0, unsorted->to(lengths.device()));
        }
        tb_store(outputs, padded, lengths);
    });
}

TB_EXPORT TensorHandle tb_nn_pad_sequence(const TensorHandle* sequences, int count, int batch_first, double value)
{
    return TB_TENSOR(at::pad_sequence(tb::tensors(sequences, count), batch_first, value));
}

namespace
{
    struct Attention
    {
        int64_t heads;
        double dropout;
        bool training, zero_attention;
        at::Tensor in_weight, q_weight, k_weight, v_weight; // one packed weight, or three
        at::Tensor in_bias, bias_k, bias_v, out_weight, out_bias;
    };

    at::Tensor linear(const at::Tensor& x, const at::Tensor& w, const at::Tensor& b)
    {
        return b.defined() ? at::linear(x, w, b) : at::linear(x, w);
    }

    // q: (L, N, E), k: (S, N, K), v: (S, N, V) -> (L, N, E) and, when asked for, head-averaged weights (N, L, S).
    std::pair<at::Tensor, at::Tensor> attend(const Attention& a, const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
        const at::Tensor& padding, const at::Tensor& mask, bool need_weights)
    {
        auto length = query.size(0), batch = query.size(1), embedding = query.size(2);
        TORCH_CHECK(embedding % a.heads == 0, "embed_dim must be divisible by num_heads");
        auto width = embedding / a.heads;
        auto bias = [&](int i) { return a.in_bias.defined() ? a.in_bias.narrow(0, i * embedding, embedding) : at::Tensor(); };
        at::Tensor q, k, v;
        if (!a.in_weight.defined()) {
            q = linear(query, a.q_weight, bias(0));
            k = linear(key, a.k_weight, bias(1));
            v = linear(value, a.v_weight, bias(2));
        }
        else if (query.is_same(key) && key.is_same(value)) {
            auto parts = linear(query, a.in_weight, a.in_bias).chunk(3, -1);
            q = parts[0];
            k = parts[1];
            v = parts[2];
        }
        else {
            auto weights = a.in_weight.chunk(3, 0);
            q = linear(query, weights[0], bias(0));
            k = linear(key, weights[1], bias(1));
            v = linear(value, weights[2], bias(2));
        }
        auto pad = padding;
        auto added = mask;
        auto one_more = [&] {
            if (added.defined()) added = at::constant_pad_nd(added, { 0, 1 });
            if (pad.defined()) pad = at::constant_pad_nd(pad, { 0, 1 });
        };
        if (a.bias_k.defined()) {
            k = at::cat({ k, a.bias_k.expand({ 1, batch, embedding }) });
            v = at::cat({ v, a.bias_v.expand({ 1, batch, embedding }) });
            one_more();
        }
        auto split = [&](const at::Tensor& t) { return t.contiguous().view({ -1, batch * a.heads, width }).transpose(0, 1); };
        q = split(q * (1 / std::sqrt(static_cast<double>(width))));
        k = split(k);
        v = split(v);
        if (a.zero_attention) {
            k = at::cat({ k, at::zeros({ k.size(0), 1, width }, k.options().requires_grad(false)) }, 1);
            v = at::cat({ v, at::zeros({ v.size(0), 1, width }, v.options().requires_grad(false)) }, 1);
            one_more();
        }
        auto source = k.size(1);
        auto logits = at::bmm(q, k.transpose(1, 2));
        if (added.defined()) {
            TORCH_CHECK(added.dim() == 2 || added.dim() == 3, "attn_mask's dimension ", added.dim(), " is not supported");
            logits = logits + (added.dim() == 2 ? added.unsqueeze(0) : added);
        }
        if (pad.defined()) {
            TORCH_CHECK(pad.size(0) == batch && pad.size(1) == source, "key_padding_mask must be (", batch, ", ", source, "), got ", pad.sizes());
            logits = logits.view({ batch, a.heads, length, source })
                         .masked_fill(pad.unsqueeze(1).unsqueeze(2), -std::numeric_limits<double>::infinity())
                         .view({ batch * a.heads, length, source });
        }
        auto weights = at::softmax(logits, -1);
        weights = at::dropout(weights, a.dropout, a.training);
        auto out = at::bmm(weights, v).transpose(0, 1).contiguous().view({ length, batch, embedding });
        out = linear(out, a.out_weight, a.out_bias);
        return { out, need_weights ? weights.view({ batch, a.heads, length, source }).sum(1) / a.heads : at::Tensor() };
    }

    at::Tensor activate(const at::Tensor& x, int activation) { return activation == 0 ? at::relu(x) : at::gelu(x); }

    at::Tensor norm(const at::Tensor& x, const at::Tensor& w, const at::Tensor& b) { return at::layer_norm(x, x.size(-1), w, b); }
}

// parameters: in_proj_weight, q, k, v weights, in_proj_bias, bias_k, bias_v, out weight, out bias; absent ones null.
TB_EXPORT int tb_nn_attention(TensorHandle query, TensorHandle key, TensorHandle value, const TensorHandle* parameters, int64_t heads,
    double dropout, int training, int zero_attention, TensorHandle padding, int need_weights, TensorHandle mask, TensorHandle* outputs)
{
    return tb::status([&] {
        auto p = tb::tensors(parameters, 9);
        Attention a { heads, dropout, training != 0, zero_attention != 0, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8] };
        auto [out, weights] = attend(a, *query, *key, *value, tb::tensor_or_undefined(padding), tb::tensor_or_undefined(mask), need_weights);
        outputs[0] = tb::make(out);
        outputs[1] = weights.defined() ? tb::make(weights) : nullptr;
    });
}

// parameters of a layer in the order of its state: self_attn (4), linear1 (2), linear2 (2), norm1 (2), norm2 (2). All layers in turn.
TB_EXPORT TensorHandle tb_nn_transformer_encoder(TensorHandle x, TensorHandle mask, TensorHandle padding, const TensorHandle* parameters, int layers,
    int64_t heads, double dropout, int activation, int training)
{
    return tb::tensor([&] {
        auto p = tb::tensors(parameters, layers * 12);
        auto out = *x;
        for (int i = 0; i < layers; i++) {
            auto l = &p[i * 12];
            Attention self { heads, dropout, training != 0, false, l[0], {}, {}, {}, l[1], {}, {}, l[2], l[3] };
            auto a = attend(self, out, out, out, tb::tensor_or_undefined(padding), tb::tensor_or_undefined(mask), false).first;
            out = norm(out + at::dropout(a, dropout, training), l[8], l[9]);
            auto f = at::linear(at::dropout(activate(at::linear(out, l[4], l[5]), activation), dropout, training), l[6], l[7]);
            out = norm(out + at::dropout(f, dropout, training), l[10], l[11]);
        }
        return out;
    });
}

TB_EXPORT TensorHandle tb_nn_scaled_dot_product_attention(TensorHandle query, TensorHandle key, TensorHandle value, TensorHandle mask, double dropout, int causal)
{
    return tb::tensor([&] {
        auto logits = at::matmul(*query, key->transpose(-2, -1)) * (1 / std::sqrt(static_cast<double>(query->size(-1))));
        if (causal) {
            auto keep = at::ones({ query->size(-2), key->size(-2) }, query->options().dtype(at::kBool).requires_grad(false)).tril();
            logits = logits.masked_fill(keep.logical_not(), -std::numeric_limits<double>::infinity());
        }
        if (mask)
            logits = mask->scalar_type() == at::kBool ? logits.masked_fill(mask->logical_not(), -std::numeric_limits<double>::infinity()) : logits + *mask;
        return at::matmul(at::dropout(at::softmax(logits, -1), dropout, true), *value);
    });
}
