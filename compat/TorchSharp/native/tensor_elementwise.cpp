// Element by element: one operand, two operands, an operand and a number. tb_x makes a tensor, tb_x_ changes its operand.
#include "bridge.h"

#define OUT1(name) TB_EXPORT TensorHandle tb_##name(TensorHandle t) { return TB_TENSOR(t->name()); }
#define IN1(name) TB_EXPORT int tb_##name##_(TensorHandle t) { return TB_STATUS(t->name##_()); }
#define UNARY(name) OUT1(name) IN1(name)
#define FREE1(name) TB_EXPORT TensorHandle tb_##name(TensorHandle t) { return TB_TENSOR(at::name(*t)); }
#define FREE1_(name) FREE1(name) TB_EXPORT int tb_##name##_(TensorHandle t) { return TB_STATUS(at::name##_(*t)); }

UNARY(abs) UNARY(acos) UNARY(acosh) UNARY(asin) UNARY(asinh) UNARY(atan) UNARY(atanh) UNARY(bitwise_not) UNARY(ceil)
UNARY(cos) UNARY(cosh) OUT1(digamma) UNARY(erf) OUT1(erfc) UNARY(erfinv) UNARY(exp) UNARY(expm1)
UNARY(floor) OUT1(frac) OUT1(lgamma) UNARY(log) UNARY(log10) UNARY(log1p) UNARY(log2) UNARY(logical_not) UNARY(neg)
UNARY(reciprocal) UNARY(relu) UNARY(rsqrt) OUT1(sgn) UNARY(sigmoid) UNARY(sign) UNARY(sin) OUT1(sinc) UNARY(sinh)
UNARY(sqrt) OUT1(square) UNARY(tan) UNARY(tanh) UNARY(trunc)
FREE1_(relu6) FREE1_(selu) FREE1_(silu) FREE1_(hardsigmoid) FREE1_(hardswish) FREE1_(celu)
OUT1(exp2) OUT1(angle) OUT1(deg2rad) OUT1(rad2deg) OUT1(signbit) OUT1(isnan) OUT1(isinf) OUT1(isfinite) OUT1(isneginf)
OUT1(isposinf) OUT1(positive) OUT1(i0) FREE1(gelu) FREE1(log_sigmoid) FREE1(softplus)

#define OUT2(name) TB_EXPORT TensorHandle tb_##name(TensorHandle a, TensorHandle b) { return TB_TENSOR(a->name(*b)); }
#define IN2(name) TB_EXPORT int tb_##name##_(TensorHandle a, TensorHandle b) { return TB_STATUS(a->name##_(*b)); }
#define BINARY(name) OUT2(name) IN2(name)
#define SCALAR(name) \
    TB_EXPORT TensorHandle tb_##name##_scalar(TensorHandle a, ScalarArg b) { return TB_TENSOR(a->name(tb::scalar(b))); } \
    TB_EXPORT int tb_##name##_scalar_(TensorHandle a, ScalarArg b) { return TB_STATUS(a->name##_(tb::scalar(b))); }
#define BOTH(name) BINARY(name) SCALAR(name)

BOTH(add) BOTH(sub) BOTH(mul) SCALAR(div) BOTH(eq) BOTH(ne) BOTH(lt) BOTH(le) BOTH(gt) BOTH(ge) BOTH(fmod) BOTH(remainder)
BOTH(pow) BOTH(floor_divide) BOTH(xlogy)
BINARY(atan2) BINARY(bitwise_and) BINARY(bitwise_or) BINARY(bitwise_xor)
OUT2(gcd) OUT2(lcm) BINARY(logical_and) BINARY(logical_or) OUT2(logical_xor)
OUT2(copysign) OUT2(maximum) OUT2(minimum) OUT2(hypot) OUT2(logaddexp) OUT2(prelu)

TB_EXPORT TensorHandle tb_add_alpha(TensorHandle a, TensorHandle b, ScalarArg alpha) { return TB_TENSOR(a->add(*b, tb::scalar(alpha))); }
TB_EXPORT int tb_add_alpha_(TensorHandle a, TensorHandle b, ScalarArg alpha) { return TB_STATUS(a->add_(*b, tb::scalar(alpha))); }
TB_EXPORT TensorHandle tb_add_scalar_alpha(TensorHandle a, ScalarArg b, ScalarArg alpha) { return TB_TENSOR(a->add(tb::scalar(b), tb::scalar(alpha))); }
TB_EXPORT int tb_add_scalar_alpha_(TensorHandle a, ScalarArg b, ScalarArg alpha) { return TB_STATUS(a->add_(tb::scalar(b), tb::scalar(alpha))); }

// s - a and s / a, the second as the reciprocal times s.
TB_EXPORT TensorHandle tb_scalar_sub(ScalarArg s, TensorHandle a) { return TB_TENSOR(a->neg().add(tb::scalar(s))); }
TB_EXPORT TensorHandle tb_scalar_div(ScalarArg s, TensorHandle a) { return TB_TENSOR(a->reciprocal().mul(tb::scalar(s))); }

namespace
{
    tb::optional<tb::string_view> rounding(int mode)
    {
        if (mode == 1) return tb::string_view("trunc");
        if (mode == 2) return tb::string_view("floor");
        return tb::nullopt;
    }
}

TB_EXPORT TensorHandle tb_div_mode(TensorHandle a, TensorHandle b, int mode) { return TB_TENSOR(a->div(*b, rounding(mode))); }
TB_EXPORT int tb_div_mode_(TensorHandle a, TensorHandle b, int mode) { return TB_STATUS(a->div_(*b, rounding(mode))); }
TB_EXPORT TensorHandle tb_div_scalar_mode(TensorHandle a, ScalarArg b, int mode) { return TB_TENSOR(a->div(tb::scalar(b), rounding(mode))); }
TB_EXPORT int tb_div_scalar_mode_(TensorHandle a, ScalarArg b, int mode) { return TB_STATUS(a->div_(tb::scalar(b), rounding(mode))); }

TB_EXPORT TensorHandle tb_addcmul(TensorHandle t, TensorHandle a, TensorHandle b, ScalarArg v) { return TB_TENSOR(t->addcmul(*a, *b, tb::scalar(v))); }
TB_EXPORT int tb_addcmul_(TensorHandle t, TensorHandle a, TensorHandle b, ScalarArg v) { return TB_STATUS(t->addcmul_(*a, *b, tb::scalar(v))); }
TB_EXPORT TensorHandle tb_addcdiv(TensorHandle t, TensorHandle a, TensorHandle b, ScalarArg v) { return TB_TENSOR(t->addcdiv(*a, *b, tb::scalar(v))); }
TB_EXPORT int tb_addcdiv_(TensorHandle t, TensorHandle a, TensorHandle b, ScalarArg v) { return TB_STATUS(t->addcdiv_(*a, *b, tb::scalar(v))); }
TB_EXPORT TensorHandle tb_lerp(TensorHandle t, TensorHandle end, TensorHandle weight) { return TB_TENSOR(t->lerp(*end, *weight)); }
TB_EXPORT int tb_lerp_(TensorHandle t, TensorHandle end, TensorHandle weight) { return TB_STATUS(t->lerp_(*end, *weight)); }

TB_EXPORT TensorHandle tb_clamp(TensorHandle t, ScalarArg lo, ScalarArg hi) { return TB_TENSOR(t->clamp(tb::optional_scalar(lo), tb::optional_scalar(hi))); }
TB_EXPORT int tb_clamp_(TensorHandle t, ScalarArg lo, ScalarArg hi) { return TB_STATUS(t->clamp_(tb::optional_scalar(lo), tb::optional_scalar(hi))); }
TB_EXPORT TensorHandle tb_clamp_tensor(TensorHandle t, TensorHandle lo, TensorHandle hi) { return TB_TENSOR(t->clamp(tb::optional_tensor(lo), tb::optional_tensor(hi))); }
TB_EXPORT int tb_clamp_tensor_(TensorHandle t, TensorHandle lo, TensorHandle hi) { return TB_STATUS(t->clamp_(tb::optional_tensor(lo), tb::optional_tensor(hi))); }

TB_EXPORT TensorHandle tb_leaky_relu(TensorHandle t, ScalarArg s) { return TB_TENSOR(at::leaky_relu(*t, tb::scalar(s))); }
TB_EXPORT int tb_leaky_relu_(TensorHandle t, ScalarArg s) { return TB_STATUS(at::leaky_relu_(*t, tb::scalar(s))); }
TB_EXPORT int tb_hardtanh_(TensorHandle t, ScalarArg lo, ScalarArg hi) { return TB_STATUS(at::hardtanh_(*t, tb::scalar(lo), tb::scalar(hi))); }
TB_EXPORT TensorHandle tb_elu(TensorHandle t, ScalarArg a, ScalarArg scale, ScalarArg input) { return TB_TENSOR(at::elu(*t, tb::scalar(a), tb::scalar(scale), tb::scalar(input))); }
TB_EXPORT int tb_elu_(TensorHandle t, ScalarArg a, ScalarArg scale, ScalarArg input) { return TB_STATUS(at::elu_(*t, tb::scalar(a), tb::scalar(scale), tb::scalar(input))); }
TB_EXPORT TensorHandle tb_round(TensorHandle t, int64_t decimals) { return TB_TENSOR(decimals ? t->round(decimals) : t->round()); }
TB_EXPORT int tb_round_(TensorHandle t, int64_t decimals) { return TB_STATUS(decimals ? t->round_(decimals) : t->round_()); }
TB_EXPORT TensorHandle tb_logit(TensorHandle t, const double* eps) { return TB_TENSOR(t->logit(eps ? tb::optional<double>(*eps) : tb::nullopt)); }

TB_EXPORT TensorHandle tb_nan_to_num(TensorHandle t, double nan, const double* posinf, const double* neginf)
{
    return TB_TENSOR(t->nan_to_num(nan, posinf ? tb::optional<double>(*posinf) : tb::nullopt, neginf ? tb::optional<double>(*neginf) : tb::nullopt));
}

TB_EXPORT TensorHandle tb_isclose(TensorHandle a, TensorHandle b, double rtol, double atol, uint8_t nan) { return TB_TENSOR(a->isclose(*b, rtol, atol, nan != 0)); }

TB_EXPORT int tb_allclose(TensorHandle a, TensorHandle b, double rtol, double atol, uint8_t nan)
{
    bool result = false;
    return TB_STATUS(result = a->allclose(*b, rtol, atol, nan != 0)) ? -1 : result;
}

TB_EXPORT TensorHandle tb_where(TensorHandle c, TensorHandle a, TensorHandle b) { return TB_TENSOR(at::where(*c, *a, *b)); }
TB_EXPORT TensorHandle tb_softmax(TensorHandle t, int64_t dim, int dtype) { return TB_TENSOR(t->softmax(dim, tb::optional_dtype(dtype))); }
TB_EXPORT TensorHandle tb_log_softmax(TensorHandle t, int64_t dim, int dtype) { return TB_TENSOR(t->log_softmax(dim, tb::optional_dtype(dtype))); }
