using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>ResNet-18 of He et al., CVPR 2016, as torchvision builds it: a 7×7 stem, four stages of two blocks, mean, linear.</summary>
internal sealed class ResNet18Network : Module<Tensor, Tensor>
{
    private readonly Sequential _layers;

    public ResNet18Network(int classes)
        : base(nameof(ResNet18Network))
    {
        _layers = Sequential(
            Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false), BatchNorm2d(64), ReLU(inplace: true), MaxPool2d(3, stride: 2, padding: 1),
            new Block(64, 64, 1), new Block(64, 64, 1),
            new Block(64, 128, 2), new Block(128, 128, 1),
            new Block(128, 256, 2), new Block(256, 256, 1),
            new Block(256, 512, 2), new Block(512, 512, 1),
            AdaptiveAvgPool2d(1), Flatten(), Linear(512, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor images) => _layers.call(images);

    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Sequential _convolutions;
        private readonly Sequential? _shortcut;
        private readonly ReLU _relu = ReLU(inplace: true);

        public Block(int channels, int filters, int stride)
            : base(nameof(Block))
        {
            _convolutions = Sequential(
                Conv2d(channels, filters, 3, stride: stride, padding: 1, bias: false), BatchNorm2d(filters), ReLU(inplace: true),
                Conv2d(filters, filters, 3, padding: 1, bias: false), BatchNorm2d(filters));
            if (stride != 1 || channels != filters)
                _shortcut = Sequential(Conv2d(channels, filters, 1, stride: stride, bias: false), BatchNorm2d(filters));
            RegisterComponents();
        }

        public override Tensor forward(Tensor images)
        {
            var sum = _convolutions.call(images).add_(_shortcut is null ? images : _shortcut.call(images));
            return _relu.call(sum);
        }
    }
}
