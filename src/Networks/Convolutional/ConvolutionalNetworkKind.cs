namespace DeepML;

/// <summary>
/// Convolutional networks known by name. Weights have the names of PyTorch's collection, torchvision, where it has the network.
/// </summary>
public enum ConvolutionalNetworkKind
{
    /// <summary>
    /// Three convolutions with batch normalization and a hidden layer of 128: for small pictures, from about 8×8 to 64×64.
    /// </summary>
    Small,

    /// <summary>LeCun et al., Proc. IEEE 86 (1998): tanh and average pooling; made for 32×32, smaller pictures are padded to it.</summary>
    LeNet5,

    /// <summary>Krizhevsky, arXiv:1404.5997; made for 224×224.</summary>
    AlexNet,

    /// <summary>Simonyan and Zisserman, arXiv:1409.1556, configuration A; made for 224×224.</summary>
    Vgg11,

    /// <summary>Configuration B.</summary>
    Vgg13,

    /// <summary>Configuration D.</summary>
    Vgg16,

    /// <summary>Configuration E.</summary>
    Vgg19,

    /// <summary>Configuration A with batch normalization.</summary>
    Vgg11BatchNormalized,

    /// <summary>Configuration B with batch normalization.</summary>
    Vgg13BatchNormalized,

    /// <summary>Configuration D with batch normalization.</summary>
    Vgg16BatchNormalized,

    /// <summary>Configuration E with batch normalization.</summary>
    Vgg19BatchNormalized,

    /// <summary>Szegedy et al., arXiv:1409.4842: nine inception blocks and, in training, two auxiliary heads; made for 224×224.</summary>
    GoogLeNet,

    /// <summary>He et al., arXiv:1512.03385, 18 layers of weights; made for 224×224.</summary>
    ResNet18,

    /// <summary>34 layers.</summary>
    ResNet34,

    /// <summary>50 layers, of bottleneck blocks.</summary>
    ResNet50,

    /// <summary>101 layers, of bottleneck blocks.</summary>
    ResNet101,

    /// <summary>152 layers, of bottleneck blocks.</summary>
    ResNet152,

    /// <summary>ResNet-18 with normalization and rectifier before each convolution (He et al., arXiv:1603.05027).</summary>
    ResNet18PreActivation,

    /// <summary>ResNet-34 with pre-activation.</summary>
    ResNet34PreActivation,

    /// <summary>ResNet-50 with pre-activation.</summary>
    ResNet50PreActivation,

    /// <summary>ResNet-101 with pre-activation.</summary>
    ResNet101PreActivation,

    /// <summary>ResNet-152 with pre-activation.</summary>
    ResNet152PreActivation,

    /// <summary>Nine residual blocks of 16, 32 and 64 filters: the network of arXiv:1512.03385 §4.2 for pictures of 32×32.</summary>
    SmallResNet,

    /// <summary>
    /// LeNet-5 as printed in Proc. IEEE 86 (1998): the partial table of connections between S2 and C3, trained sub-sampling, the
    /// squashing function 1.7159·tanh(⅔x), and radial basis functions with fixed codes as the answer. 60,000 weights.
    /// </summary>
    LeNet5Of1998,
}
