#nullable disable
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int tb_optim_zero_grad(IntPtr* parameters, int count);
    [LibraryImport(Library)] internal static partial int tb_optim_sgd(IntPtr* parameters, int count, IntPtr* buffers, double lr, double momentum, double dampening, double decay, int nesterov, int maximize);
    [LibraryImport(Library)] internal static partial int tb_optim_adam(IntPtr* parameters, int count, IntPtr* firsts, IntPtr* seconds, IntPtr* tops, long* steps, double lr, double beta1, double beta2, double eps, double decay, int decoupled, int maximize);
    [LibraryImport(Library)] internal static partial int tb_optim_rmsprop(IntPtr* parameters, int count, IntPtr* squares, IntPtr* buffers, IntPtr* averages, long* steps, double lr, double alpha, double eps, double decay, double momentum, int maximize);
    [LibraryImport(Library)] internal static partial int tb_optim_adagrad(IntPtr* parameters, int count, IntPtr* sums, long* steps, double lr, double lr_decay, double decay, double eps);
    [LibraryImport(Library)] internal static partial int tb_optim_adadelta(IntPtr* parameters, int count, IntPtr* squares, IntPtr* deltas, long* steps, double lr, double rho, double eps, double decay, int maximize);
}
