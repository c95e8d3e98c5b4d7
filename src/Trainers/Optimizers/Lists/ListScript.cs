namespace DeepML.Trainers;

/// <summary>
/// What torch does to whole lists of tensors, as a script: TorchSharp has no call for it. Each rule's formula is beside its passes over
/// numbers and over one tensor.
/// </summary>
/// <remarks>
/// On a GPU each line is one kernel over all tensors of a list, or a few, where operations tensor by tensor are hundreds. Lines that begin
/// with <c>_fused_</c> are a whole step in one pass; they read memory in its order, so that all tensors must lie in a row.
/// Nothing is calculated with single tensors, of which the compiler would make kernels of its own on a GPU, while the training waits.
/// It knows no torch.float64: a type is its number, 6 for float32 and 7 for float64. A script ends with a new line, or it is
/// refused.
/// </remarks>
internal static class ListScript
{
    /// <summary>The script. A name in it that torch does not know ends the process; a test compiles it.</summary>
    public const string Text = Gradients + Descent + Adaptive + BySigns;

    // Of gradients g, before a rule sees them.
    private const string Gradients = """
        def lengths(g: List[Tensor]):
            return torch.stack(torch._foreach_norm(g, 2.0, dtype=7))

        def multiply(g: List[Tensor], factor: float):
            torch._foreach_mul_(g, factor)

        def divide(g: List[Tensor], divisor: float):
            torch._foreach_div_(g, divisor)

        def add_signs(g: List[Tensor], w: List[Tensor], factor: float):
            torch._foreach_add_(g, torch._foreach_sign(w), alpha=factor)


        """;

    private const string Descent = """
        def descend(w: List[Tensor], g: List[Tensor], rate: float, decay: float):
            if decay > 0.0:
                g = torch._foreach_add(g, w, alpha=decay)
            torch._foreach_add_(w, g, alpha=-rate)

        def fused_descend(w: List[Tensor], g: List[Tensor], rate: float, decay: float):
            torch._fused_sgd_(w, g, [], lr=rate, momentum=0.0, weight_decay=decay, dampening=0.0, nesterov=False, maximize=False,
                is_first_step=False)

        def roll(w: List[Tensor], g: List[Tensor], v: List[Tensor], rate: float, momentum: float, nesterov: bool, decay: float):
            if decay > 0.0:
                g = torch._foreach_add(g, w, alpha=decay)
            torch._foreach_mul_(v, momentum)
            torch._foreach_add_(v, g)
            if nesterov:
                g = torch._foreach_add(g, v, alpha=momentum)
            else:
                g = v
            torch._foreach_add_(w, g, alpha=-rate)

        def fused_roll(w: List[Tensor], g: List[Tensor], v: List[Tensor], rate: float, momentum: float, nesterov: bool, decay: float):
            torch._fused_sgd_(w, g, v, lr=rate, momentum=momentum, weight_decay=decay, dampening=0.0, nesterov=nesterov, maximize=False,
                is_first_step=False)


        """;

    private const string Adaptive = """
        def adam(w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], beta1: float, beta2: float, eps: float,
                penalty: float, kept: float, step: float, root: float):
            if penalty > 0.0:
                g = torch._foreach_add(g, w, alpha=penalty)
            if kept != 1.0:
                torch._foreach_mul_(w, kept)
            torch._foreach_mul_(m, beta1)
            torch._foreach_add_(m, g, alpha=1.0 - beta1)
            torch._foreach_mul_(v, beta2)
            torch._foreach_addcmul_(v, g, g, 1.0 - beta2)
            length = torch._foreach_sqrt(v)
            torch._foreach_mul_(length, root)
            torch._foreach_add_(length, eps)
            torch._foreach_addcdiv_(w, m, length, -step)

        def fused_adam(w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], beta1: float, beta2: float, eps: float,
                decay: float, decoupled: bool, rate: float, step: float):
            number = torch.full([], step, dtype=6, device=w[0].device)
            steps = [number for _ in range(len(w))]
            if decoupled:
                torch._fused_adamw_(w, g, m, v, [], steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps,
                    amsgrad=False, maximize=False)
            else:
                torch._fused_adam_(w, g, m, v, [], steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps,
                    amsgrad=False, maximize=False)

        def nadam(w: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], beta1: float, beta2: float, eps: float,
                penalty: float, gradient: float, mean: float, correction: float):
            if penalty > 0.0:
                g = torch._foreach_add(g, w, alpha=penalty)
            torch._foreach_mul_(m, beta1)
            torch._foreach_add_(m, g, alpha=1.0 - beta1)
            torch._foreach_mul_(v, beta2)
            torch._foreach_addcmul_(v, g, g, 1.0 - beta2)
            length = torch._foreach_div(v, correction)
            torch._foreach_sqrt_(length)
            torch._foreach_add_(length, eps)
            torch._foreach_addcdiv_(w, g, length, -gradient)
            torch._foreach_addcdiv_(w, m, length, -mean)

        def adagrad(w: List[Tensor], g: List[Tensor], s: List[Tensor], rate: float, eps: float, decay: float):
            if decay > 0.0:
                g = torch._foreach_add(g, w, alpha=decay)
            torch._foreach_addcmul_(s, g, g, 1.0)
            root = torch._foreach_sqrt(s)
            torch._foreach_add_(root, eps)
            torch._foreach_addcdiv_(w, g, root, -rate)

        def fused_adagrad(w: List[Tensor], g: List[Tensor], s: List[Tensor], rate: float, eps: float, decay: float):
            number = torch.full([], 1.0, dtype=6, device=w[0].device)
            steps = [number for _ in range(len(w))]
            torch._fused_adagrad_(w, g, s, steps, lr=rate, lr_decay=0.0, weight_decay=decay, eps=eps, maximize=False)

        def rmsprop(w: List[Tensor], g: List[Tensor], s: List[Tensor], a: List[Tensor], b: List[Tensor], rate: float, alpha: float,
                momentum: float, centered: bool, eps: float, inside: bool, decay: float):
            if decay > 0.0:
                g = torch._foreach_add(g, w, alpha=decay)
            torch._foreach_mul_(s, alpha)
            torch._foreach_addcmul_(s, g, g, 1.0 - alpha)
            spread = s
            if centered:
                torch._foreach_mul_(a, alpha)
                torch._foreach_add_(a, g, alpha=1.0 - alpha)
                spread = torch._foreach_addcmul(s, a, a, -1.0)
                torch._foreach_clamp_min_(spread, 0.0)
            if inside:
                root = torch._foreach_add(spread, eps)
                torch._foreach_sqrt_(root)
            else:
                root = torch._foreach_sqrt(spread)
                torch._foreach_add_(root, eps)
            if momentum > 0.0:
                torch._foreach_mul_(b, momentum)
                torch._foreach_addcdiv_(b, g, root, 1.0)
                torch._foreach_add_(w, b, alpha=-rate)
            else:
                torch._foreach_addcdiv_(w, g, root, -rate)


        """;

    // There is no "where" over lists: a sign that is cut off at 0 is 1, or −1, where something holds, and 0 elsewhere.
    private const string BySigns = """
        def lion(w: List[Tensor], g: List[Tensor], m: List[Tensor], beta1: float, beta2: float, kept: float, rate: float):
            direction = torch._foreach_mul(m, beta1)
            torch._foreach_add_(direction, g, alpha=1.0 - beta1)
            torch._foreach_sign_(direction)
            if kept != 1.0:
                torch._foreach_mul_(w, kept)
            torch._foreach_add_(w, direction, alpha=-rate)
            torch._foreach_mul_(m, beta2)
            torch._foreach_add_(m, g, alpha=1.0 - beta2)

        def rprop(w: List[Tensor], g: List[Tensor], last: List[Tensor], size: List[Tensor], first: float, increase: float,
                decrease: float, smallest: float, largest: float, decay: float):
            if decay > 0.0:
                g = torch._foreach_add(g, w, alpha=decay)
            if first > 0.0:
                torch._foreach_add_(size, first)
            turned = torch._foreach_mul(last, g)
            torch._foreach_sign_(turned)
            factor = torch._foreach_clamp_min(turned, 0.0)
            torch._foreach_clamp_max_(turned, 0.0)
            torch._foreach_mul_(factor, increase - 1.0)
            torch._foreach_add_(factor, turned, alpha=1.0 - decrease)
            torch._foreach_add_(factor, 1.0)
            torch._foreach_mul_(size, factor)
            torch._foreach_clamp_min_(size, smallest)
            torch._foreach_clamp_max_(size, largest)
            torch._foreach_add_(turned, 1.0)
            torch._foreach_copy_(last, g)
            torch._foreach_mul_(last, turned)
            torch._foreach_addcmul_(w, torch._foreach_sign(last), size, -1.0)

        def delta_bar_delta(w: List[Tensor], g: List[Tensor], mean: List[Tensor], gain: List[Tensor], increase: float, decrease: float,
                memory: float, decay: float, rate: float):
            if decay > 0.0:
                g = torch._foreach_add(g, w, alpha=decay)
            against = torch._foreach_mul(mean, g)
            torch._foreach_sign_(against)
            along = torch._foreach_clamp_min(against, 0.0)
            torch._foreach_clamp_max_(against, 0.0)
            torch._foreach_mul_(against, decrease)
            torch._foreach_add_(against, 1.0)
            torch._foreach_add_(gain, 1.0)
            torch._foreach_mul_(gain, against)
            torch._foreach_add_(gain, along, alpha=increase)
            torch._foreach_addcmul_(w, gain, g, -rate)
            torch._foreach_add_(gain, -1.0)
            torch._foreach_mul_(mean, memory)
            torch._foreach_add_(mean, g, alpha=1.0 - memory)

        """;
}
